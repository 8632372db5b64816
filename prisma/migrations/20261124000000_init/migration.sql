-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "UserRole" AS ENUM ('admin', 'organizer');

-- CreateEnum
CREATE TYPE "DriveImportState" AS ENUM ('pending', 'running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "DriveImportOutcome" AS ENUM ('imported', 'duplicate', 'skipped', 'failed');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "UserRole" NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "sessionsFrom" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "date" DATE,
    "embedder" TEXT NOT NULL,
    "wrappedKey" BYTEA,
    "facesRevision" INTEGER NOT NULL DEFAULT 0,
    "groupedRevision" INTEGER NOT NULL DEFAULT 0,
    "groupedAt" TIMESTAMPTZ(3),
    "erasedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Photo" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "md5" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "format" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "orientation" INTEGER,
    "takenAt" TEXT,
    "metadata" JSONB,
    "ingestedAt" TIMESTAMPTZ(3),
    "ingestVersion" INTEGER NOT NULL DEFAULT 0,
    "detectedAt" TIMESTAMPTZ(3),
    "detectVersion" TEXT,
    "embeddedAt" TIMESTAMPTZ(3),
    "embedVersion" TEXT,
    "failedAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorReason" TEXT,
    "driveFileId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Photo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Face" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "photoId" UUID NOT NULL,
    "personId" UUID,
    "x" DOUBLE PRECISION NOT NULL,
    "y" DOUBLE PRECISION NOT NULL,
    "width" DOUBLE PRECISION NOT NULL,
    "height" DOUBLE PRECISION NOT NULL,
    "landmarks" JSONB NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "quality" DOUBLE PRECISION NOT NULL,
    "embedding" BYTEA,
    "embeddingModel" TEXT,

    CONSTRAINT "Face_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "name" TEXT,
    "coverFaceId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Share" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "rights" JSONB NOT NULL,
    "presentation" JSONB NOT NULL,
    "opensAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShareCode" (
    "id" UUID NOT NULL,
    "shareId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ShareCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Guest" (
    "id" UUID NOT NULL,
    "shareCodeId" UUID NOT NULL,
    "consentVersion" TEXT,
    "consentedAt" TIMESTAMPTZ(3),
    "identifiedAt" TIMESTAMPTZ(3),
    "personIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "faceIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Guest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveImport" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "folderId" TEXT NOT NULL,
    "state" "DriveImportState" NOT NULL DEFAULT 'pending',
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DriveImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DriveImportFile" (
    "driveImportId" UUID NOT NULL,
    "fileId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "outcome" "DriveImportOutcome" NOT NULL,
    "reason" TEXT,
    "photoId" UUID,

    CONSTRAINT "DriveImportFile_pkey" PRIMARY KEY ("driveImportId","fileId")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Event_ownerId_idx" ON "Event"("ownerId");

-- CreateIndex
CREATE INDEX "Photo_eventId_createdAt_id_idx" ON "Photo"("eventId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Photo_ingestVersion_idx" ON "Photo"("ingestVersion");

-- CreateIndex
CREATE INDEX "Photo_detectVersion_idx" ON "Photo"("detectVersion");

-- CreateIndex
CREATE INDEX "Photo_embedVersion_idx" ON "Photo"("embedVersion");

-- CreateIndex
CREATE UNIQUE INDEX "Photo_eventId_sha256_key" ON "Photo"("eventId", "sha256");

-- CreateIndex
CREATE INDEX "Face_photoId_idx" ON "Face"("photoId");

-- CreateIndex
CREATE INDEX "Face_personId_idx" ON "Face"("personId");

-- CreateIndex
CREATE INDEX "Face_eventId_id_idx" ON "Face"("eventId", "id");

-- CreateIndex
CREATE INDEX "Person_eventId_idx" ON "Person"("eventId");

-- CreateIndex
CREATE INDEX "Person_coverFaceId_idx" ON "Person"("coverFaceId");

-- CreateIndex
CREATE INDEX "Share_eventId_idx" ON "Share"("eventId");

-- CreateIndex
CREATE INDEX "ShareCode_shareId_idx" ON "ShareCode"("shareId");

-- CreateIndex
CREATE INDEX "Guest_shareCodeId_idx" ON "Guest"("shareCodeId");

-- CreateIndex
CREATE INDEX "DriveImport_eventId_idx" ON "DriveImport"("eventId");

-- AddForeignKey
ALTER TABLE "Event" ADD CONSTRAINT "Event_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Face" ADD CONSTRAINT "Face_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Face" ADD CONSTRAINT "Face_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Face" ADD CONSTRAINT "Face_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_coverFaceId_fkey" FOREIGN KEY ("coverFaceId") REFERENCES "Face"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareCode" ADD CONSTRAINT "ShareCode_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guest" ADD CONSTRAINT "Guest_shareCodeId_fkey" FOREIGN KEY ("shareCodeId") REFERENCES "ShareCode"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveImport" ADD CONSTRAINT "DriveImport_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DriveImportFile" ADD CONSTRAINT "DriveImportFile_driveImportId_fkey" FOREIGN KEY ("driveImportId") REFERENCES "DriveImport"("id") ON DELETE CASCADE ON UPDATE CASCADE;


