-- AlterTable
ALTER TABLE "ShareCode" ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "lastUsedAt" TIMESTAMPTZ(3),
ADD COLUMN     "opens" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rights" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "shortBox" BYTEA,
ADD COLUMN     "shortHash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "ShareCode_shortHash_key" ON "ShareCode"("shortHash");

