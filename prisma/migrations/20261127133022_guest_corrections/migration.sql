-- AlterEnum
ALTER TYPE "PersonEditKind" ADD VALUE 'notMe';
ALTER TYPE "PersonEditKind" ADD VALUE 'mine';

-- DropForeignKey
ALTER TABLE "PersonEdit" DROP CONSTRAINT "PersonEdit_guestId_fkey";

-- AlterTable
ALTER TABLE "PersonEdit" ADD COLUMN     "photoId" UUID,
ADD COLUMN     "waiting" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "PersonEdit_photoId_idx" ON "PersonEdit"("photoId");

-- AddForeignKey
ALTER TABLE "PersonEdit" ADD CONSTRAINT "PersonEdit_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonEdit" ADD CONSTRAINT "PersonEdit_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

