-- CreateEnum
CREATE TYPE "DriveMirrorDirection" AS ENUM ('fromDrive', 'toDrive', 'both');

-- CreateEnum
CREATE TYPE "DriveMirrorState" AS ENUM ('checking', 'asking', 'active', 'paused', 'stopped');

-- CreateEnum
CREATE TYPE "DriveMirrorOrigin" AS ENUM ('drive', 'visage');

-- CreateEnum
CREATE TYPE "DriveMirrorView" AS ENUM ('none', 'folder', 'trash', 'elsewhere', 'lost');

-- CreateEnum
CREATE TYPE "DriveMirrorLineState" AS ENUM ('planned', 'approved', 'doing', 'done', 'failed', 'undoing', 'undone');

-- AlterEnum
ALTER TYPE "DriveExportOutcome" ADD VALUE 'withheld';

-- CreateTable
CREATE TABLE "DriveMirror" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "albumId" UUID NOT NULL,
    "accountId" UUID,
    "direction" "DriveMirrorDirection" NOT NULL,
    "folderId" TEXT,
    "folderName" TEXT NOT NULL,
    "folderToMake" BOOLEAN NOT NULL DEFAULT false,
    "driveId" TEXT,
    "state" "DriveMirrorState" NOT NULL DEFAULT 'checking',
    "asks" TEXT,
    "error" TEXT,
    "pageToken" TEXT,
    "checkedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DriveMirror_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveMirrorItem" (
    "id" UUID NOT NULL,
    "mirrorId" UUID NOT NULL,
    "origin" "DriveMirrorOrigin" NOT NULL,
    "fileId" TEXT,
    "photoId" UUID,
    "view" "DriveMirrorView" NOT NULL DEFAULT 'none',
    "name" TEXT,
    "md5" TEXT,
    "bytes" BIGINT,
    "revision" TEXT,
    "copyOf" UUID,
    "driveName" TEXT,
    "driveMd5" TEXT,
    "visageName" TEXT,
    "visageMd5" TEXT,
    "noted" TEXT,
    "failure" TEXT,
    "retryAt" TIMESTAMPTZ(3),
    "listedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DriveMirrorItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveMirrorLine" (
    "id" UUID NOT NULL,
    "mirrorId" UUID NOT NULL,
    "itemId" UUID,
    "kind" TEXT NOT NULL,
    "state" "DriveMirrorLineState" NOT NULL,
    "name" TEXT NOT NULL,
    "formerName" TEXT,
    "conflict" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "fileId" TEXT,
    "photoId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DriveMirrorLine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DriveMirror_eventId_idx" ON "DriveMirror"("eventId");

-- CreateIndex
CREATE INDEX "DriveMirror_accountId_idx" ON "DriveMirror"("accountId");

-- CreateIndex
CREATE INDEX "DriveMirror_state_dueAt_idx" ON "DriveMirror"("state", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "DriveMirror_albumId_folderId_key" ON "DriveMirror"("albumId", "folderId");

-- CreateIndex
CREATE INDEX "DriveMirrorItem_mirrorId_photoId_idx" ON "DriveMirrorItem"("mirrorId", "photoId");

-- CreateIndex
CREATE UNIQUE INDEX "DriveMirrorItem_mirrorId_fileId_key" ON "DriveMirrorItem"("mirrorId", "fileId");

-- CreateIndex
CREATE INDEX "DriveMirrorLine_mirrorId_state_id_idx" ON "DriveMirrorLine"("mirrorId", "state", "id");

-- AddForeignKey
ALTER TABLE "DriveMirror" ADD CONSTRAINT "DriveMirror_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveMirror" ADD CONSTRAINT "DriveMirror_albumId_fkey" FOREIGN KEY ("albumId") REFERENCES "Album"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveMirror" ADD CONSTRAINT "DriveMirror_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "DriveAccount"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveMirrorItem" ADD CONSTRAINT "DriveMirrorItem_mirrorId_fkey" FOREIGN KEY ("mirrorId") REFERENCES "DriveMirror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveMirrorLine" ADD CONSTRAINT "DriveMirrorLine_mirrorId_fkey" FOREIGN KEY ("mirrorId") REFERENCES "DriveMirror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

