-- AlterTable
ALTER TABLE "Photo" ADD COLUMN     "erasing" BOOLEAN NOT NULL DEFAULT false;

-- Until now the oldest time there is said so.
UPDATE "Photo" SET "erasing" = true WHERE "deletedAt" = 'epoch';

-- AlterTable
ALTER TABLE "Upload" ADD COLUMN     "staged" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "LooseObject" (
    "key" TEXT NOT NULL,
    "eventId" UUID NOT NULL,
    "sha256" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LooseObject_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "LooseObject_since_idx" ON "LooseObject"("since");
