-- AlterTable
ALTER TABLE "FaceLink" ADD COLUMN     "personId" UUID,
ALTER COLUMN "faceB" DROP NOT NULL;
