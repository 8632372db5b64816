-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "accent" TEXT;

