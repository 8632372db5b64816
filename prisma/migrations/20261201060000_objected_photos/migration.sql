-- Which photos an objection is about that was not answered when the event's faces ended: they are shown again if it is declined.

CREATE TABLE "ObjectedPhoto" (
  "objectionId" UUID NOT NULL,
  "photoId" UUID NOT NULL,
  CONSTRAINT "ObjectedPhoto_pkey" PRIMARY KEY ("objectionId", "photoId")
);
CREATE INDEX "ObjectedPhoto_photoId_idx" ON "ObjectedPhoto"("photoId");
ALTER TABLE "ObjectedPhoto" ADD CONSTRAINT "ObjectedPhoto_objectionId_fkey" FOREIGN KEY ("objectionId") REFERENCES "Objection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ObjectedPhoto" ADD CONSTRAINT "ObjectedPhoto_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;
