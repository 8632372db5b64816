-- CreateEnum
CREATE TYPE "DriveAccountState" AS ENUM ('connected', 'ended');

-- AlterEnum
ALTER TYPE "DriveImportOutcome" ADD VALUE 'pending';

-- AlterTable
ALTER TABLE "DriveImport" ADD COLUMN     "accountId" UUID,
ADD COLUMN     "folderName" TEXT;

-- AlterTable
ALTER TABLE "DriveImportFile" ADD COLUMN     "bytes" BIGINT,
ADD COLUMN     "md5" TEXT,
ADD COLUMN     "mimeType" TEXT,
ADD COLUMN     "path" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "targetId" TEXT;

-- CreateTable
CREATE TABLE "DriveAccount" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uses" TEXT[],
    "refreshToken" BYTEA NOT NULL,
    "state" "DriveAccountState" NOT NULL DEFAULT 'connected',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DriveAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveImportFolder" (
    "driveImportId" UUID NOT NULL,
    "folderId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "listedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DriveImportFolder_pkey" PRIMARY KEY ("driveImportId","folderId")
);

-- CreateIndex
CREATE UNIQUE INDEX "DriveAccount_userId_key" ON "DriveAccount"("userId");

-- CreateIndex
CREATE INDEX "DriveImport_accountId_idx" ON "DriveImport"("accountId");

-- CreateIndex
CREATE INDEX "DriveImportFile_driveImportId_outcome_idx" ON "DriveImportFile"("driveImportId", "outcome");

-- AddForeignKey
ALTER TABLE "DriveAccount" ADD CONSTRAINT "DriveAccount_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveImport" ADD CONSTRAINT "DriveImport_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "DriveAccount"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveImportFolder" ADD CONSTRAINT "DriveImportFolder_driveImportId_fkey" FOREIGN KEY ("driveImportId") REFERENCES "DriveImport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

