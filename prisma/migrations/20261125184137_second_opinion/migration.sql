-- AlterTable
ALTER TABLE "Face" ADD COLUMN     "second" BYTEA,
ADD COLUMN     "secondModel" TEXT;

