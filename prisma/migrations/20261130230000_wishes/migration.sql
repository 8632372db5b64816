-- People may be withheld from visitors, or blurred in what visitors get.

CREATE TYPE "PersonAppearance" AS ENUM ('open', 'blurred', 'withheld');

ALTER TABLE "Person" ADD COLUMN "appearance" "PersonAppearance" NOT NULL DEFAULT 'open',
  ADD COLUMN "seesOwn" BOOLEAN NOT NULL DEFAULT false,
  ADD CONSTRAINT "Person_sees_own_while_withheld" CHECK ("appearance" = 'withheld' OR NOT "seesOwn");
-- Whoever was hidden went into no Drive, and hoped for more than that.
UPDATE "Person" SET "appearance" = 'withheld' WHERE "hiddenAt" IS NOT NULL;
-- every list of photos for visitors asks who they are, and mostly there are none
CREATE INDEX "Person_wish_idx" ON "Person"("eventId") WHERE "appearance" <> 'open';

ALTER TYPE "PersonEditKind" ADD VALUE 'withhold';
ALTER TYPE "PersonEditKind" ADD VALUE 'blur';
ALTER TYPE "PersonEditKind" ADD VALUE 'reveal';

ALTER TABLE "Event" ADD COLUMN "wishRevision" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "Face" ADD COLUMN "blurred" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "BlurredPhoto" (
  "photoId" UUID NOT NULL,
  "mark" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "md5" TEXT NOT NULL,
  "crc32" BIGINT NOT NULL,
  "bytes" BIGINT NOT NULL,
  CONSTRAINT "BlurredPhoto_pkey" PRIMARY KEY ("photoId")
);
ALTER TABLE "BlurredPhoto" ADD CONSTRAINT "BlurredPhoto_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;
