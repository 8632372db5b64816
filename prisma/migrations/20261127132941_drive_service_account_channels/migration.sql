-- AlterTable
ALTER TABLE "DriveExport" ADD COLUMN     "parentId" TEXT,
ADD COLUMN     "startedBy" UUID;

-- AlterTable
ALTER TABLE "DriveImport" ADD COLUMN     "startedBy" UUID;

-- AlterTable
ALTER TABLE "DriveMirror" ADD COLUMN     "byService" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "DriveChannel" (
    "id" UUID NOT NULL,
    "accountId" UUID,
    "driveId" TEXT,
    "resourceId" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DriveChannel_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DriveChannel_accountId_idx" ON "DriveChannel"("accountId");

-- AddForeignKey
ALTER TABLE "DriveChannel" ADD CONSTRAINT "DriveChannel_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "DriveAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

