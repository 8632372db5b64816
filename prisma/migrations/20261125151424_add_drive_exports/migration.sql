-- CreateEnum
CREATE TYPE "DriveExportKind" AS ENUM ('event', 'album', 'person');

-- CreateEnum
CREATE TYPE "DriveExportOutcome" AS ENUM ('pending', 'uploaded', 'present', 'failed');

-- CreateTable
CREATE TABLE "DriveExport" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "accountId" UUID,
    "kind" "DriveExportKind" NOT NULL,
    "subjectId" UUID,
    "folderName" TEXT NOT NULL,
    "state" "DriveImportState" NOT NULL DEFAULT 'pending',
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DriveExport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveExportFolder" (
    "exportId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "folderId" TEXT NOT NULL,

    CONSTRAINT "DriveExportFolder_pkey" PRIMARY KEY ("exportId","path")
);

-- CreateTable
CREATE TABLE "DriveExportFile" (
    "exportId" UUID NOT NULL,
    "photoId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "driveFileId" TEXT,
    "outcome" "DriveExportOutcome" NOT NULL DEFAULT 'pending',
    "reason" TEXT,

    CONSTRAINT "DriveExportFile_pkey" PRIMARY KEY ("exportId","photoId")
);

-- CreateIndex
CREATE INDEX "DriveExport_eventId_idx" ON "DriveExport"("eventId");

-- CreateIndex
CREATE INDEX "DriveExport_accountId_idx" ON "DriveExport"("accountId");

-- CreateIndex
CREATE INDEX "DriveExportFile_exportId_outcome_idx" ON "DriveExportFile"("exportId", "outcome");

-- CreateIndex
CREATE INDEX "DriveExportFile_photoId_idx" ON "DriveExportFile"("photoId");

-- AddForeignKey
ALTER TABLE "DriveExport" ADD CONSTRAINT "DriveExport_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveExport" ADD CONSTRAINT "DriveExport_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "DriveAccount"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveExportFolder" ADD CONSTRAINT "DriveExportFolder_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "DriveExport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveExportFile" ADD CONSTRAINT "DriveExportFile_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "DriveExport"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveExportFile" ADD CONSTRAINT "DriveExportFile_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

