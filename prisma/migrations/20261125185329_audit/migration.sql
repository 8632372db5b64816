-- CreateEnum
CREATE TYPE "AuditActor" AS ENUM ('user', 'guest', 'link', 'nobody');

-- CreateTable
CREATE TABLE "AuditLine" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "count" INTEGER NOT NULL DEFAULT 1,
    "actor" "AuditActor" NOT NULL,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "eventId" UUID,
    "subjectId" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "tallyKey" TEXT,

    CONSTRAINT "AuditLine_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditLine_tallyKey_key" ON "AuditLine"("tallyKey");

-- CreateIndex
CREATE INDEX "AuditLine_at_id_idx" ON "AuditLine"("at", "id");

-- CreateIndex
CREATE INDEX "AuditLine_eventId_at_idx" ON "AuditLine"("eventId", "at");

-- CreateIndex
CREATE INDEX "AuditLine_actorId_at_idx" ON "AuditLine"("actorId", "at");

