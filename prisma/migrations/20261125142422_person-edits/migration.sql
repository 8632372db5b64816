-- CreateEnum
CREATE TYPE "PersonEditKind" AS ENUM ('name', 'hide', 'show', 'cover', 'merge', 'part');

-- CreateEnum
CREATE TYPE "FaceLinkKind" AS ENUM ('must', 'cannot');

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "coverChosen" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "hiddenAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "PersonEdit" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "userId" UUID,
    "kind" "PersonEditKind" NOT NULL,
    "detail" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "PersonEdit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FaceLink" (
    "id" BIGSERIAL NOT NULL,
    "eventId" UUID NOT NULL,
    "editId" UUID NOT NULL,
    "kind" "FaceLinkKind" NOT NULL,
    "faceA" UUID NOT NULL,
    "faceB" UUID NOT NULL,

    CONSTRAINT "FaceLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PersonEdit_eventId_createdAt_idx" ON "PersonEdit"("eventId", "createdAt");

-- CreateIndex
CREATE INDEX "FaceLink_eventId_idx" ON "FaceLink"("eventId");

-- CreateIndex
CREATE INDEX "FaceLink_editId_idx" ON "FaceLink"("editId");

-- CreateIndex
CREATE INDEX "FaceLink_faceA_idx" ON "FaceLink"("faceA");

-- CreateIndex
CREATE INDEX "FaceLink_faceB_idx" ON "FaceLink"("faceB");

-- AddForeignKey
ALTER TABLE "PersonEdit" ADD CONSTRAINT "PersonEdit_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonEdit" ADD CONSTRAINT "PersonEdit_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FaceLink" ADD CONSTRAINT "FaceLink_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FaceLink" ADD CONSTRAINT "FaceLink_editId_fkey" FOREIGN KEY ("editId") REFERENCES "PersonEdit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

