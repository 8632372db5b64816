-- AlterEnum
ALTER TYPE "DriveExportKind" ADD VALUE 'guest';

-- AlterTable
ALTER TABLE "DriveAccount" ADD COLUMN     "guestId" UUID,
ALTER COLUMN "userId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "GoogleSetup" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "clientId" TEXT,
    "clientSecret" BYTEA,
    "serviceAccount" BYTEA,
    "serviceAccountEmail" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GoogleSetup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DriveAccount_guestId_key" ON "DriveAccount"("guestId");

-- AddForeignKey
ALTER TABLE "DriveAccount" ADD CONSTRAINT "DriveAccount_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

