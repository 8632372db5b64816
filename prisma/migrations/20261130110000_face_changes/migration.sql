-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "indexRevision" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Face" ADD COLUMN     "embeddingRevision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "indexRevision" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "RemovedFace" (
    "eventId" UUID NOT NULL,
    "indexRevision" INTEGER NOT NULL,
    "faceId" UUID NOT NULL,

    CONSTRAINT "RemovedFace_pkey" PRIMARY KEY ("eventId","indexRevision","faceId")
);

-- CreateIndex
CREATE INDEX "Face_eventId_indexRevision_id_idx" ON "Face"("eventId", "indexRevision", "id");

-- AddForeignKey
ALTER TABLE "RemovedFace" ADD CONSTRAINT "RemovedFace_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;
