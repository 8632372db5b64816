-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "keyRevision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "keyRotatedAt" TIMESTAMPTZ(3),
ADD COLUMN     "resealedTo" UUID;

-- AlterTable
ALTER TABLE "KeyStoreMark" ADD COLUMN     "rotatingSince" TIMESTAMPTZ(3),
ADD COLUMN     "secrets" BOOLEAN NOT NULL DEFAULT false;
