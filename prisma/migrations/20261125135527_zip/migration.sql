-- CreateEnum
CREATE TYPE "ZipHolder" AS ENUM ('user', 'guest', 'code');

-- AlterTable
ALTER TABLE "Photo" ADD COLUMN     "crc32" BIGINT;

-- CreateTable
CREATE TABLE "Zip" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "holder" "ZipHolder" NOT NULL,
    "holderId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "photoIds" UUID[],
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Zip_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Zip_eventId_idx" ON "Zip"("eventId");

-- CreateIndex
CREATE INDEX "Zip_holderId_idx" ON "Zip"("holderId");

-- CreateIndex
CREATE INDEX "Zip_expiresAt_idx" ON "Zip"("expiresAt");

