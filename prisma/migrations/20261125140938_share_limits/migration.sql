-- AlterTable
ALTER TABLE "Guest" ADD COLUMN     "approvedAt" TIMESTAMPTZ(3),
ADD COLUMN     "name" TEXT,
ADD COLUMN     "refusedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Share" ADD COLUMN     "approvalRequired" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "maxGuests" INTEGER,
ADD COLUMN     "passwordHash" TEXT,
ADD COLUMN     "passwordId" UUID;

