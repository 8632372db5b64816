-- Erasures are proven by receipts, refused browsers stay refused, and the codes of links can be renewed.

CREATE TYPE "ReceiptSubject" AS ENUM ('event', 'photos', 'user');

CREATE TABLE "ReceiptKey" (
    "id" TEXT NOT NULL,
    "installationId" UUID NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "sealedKey" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReceiptKey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ReceiptKey_id_is_of_its_public_key" CHECK ("id" = left(encode(sha256("publicKey"), 'hex'), 16))
);

CREATE TABLE "Receipt" (
    "id" UUID NOT NULL,
    "what" "ReceiptSubject" NOT NULL,
    "subjectId" UUID NOT NULL,
    "readerId" UUID,
    "counts" JSONB NOT NULL,
    "textVersions" TEXT[],
    "begunAt" TIMESTAMPTZ(3) NOT NULL,
    "erasedAt" TIMESTAMPTZ(3),
    "keyId" TEXT,
    "signature" TEXT,

    CONSTRAINT "Receipt_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Receipt_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Receipt_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "ReceiptKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Receipt_is_signed_once_all_is_gone" CHECK (
      ("erasedAt" IS NOT NULL) = ("keyId" IS NOT NULL) AND ("erasedAt" IS NOT NULL) = ("signature" IS NOT NULL)),
    CONSTRAINT "Receipt_ends_after_it_begins" CHECK ("erasedAt" >= "begunAt")
);
CREATE INDEX "Receipt_readerId_idx" ON "Receipt"("readerId");
CREATE INDEX "Receipt_keyId_idx" ON "Receipt"("keyId");
CREATE INDEX "Receipt_subjectId_idx" ON "Receipt"("subjectId");
CREATE INDEX "Receipt_erasedAt_idx" ON "Receipt"("erasedAt");

CREATE TABLE "RefusedBrowser" (
    "shareId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "refusedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RefusedBrowser_pkey" PRIMARY KEY ("shareId", "hash"),
    CONSTRAINT "RefusedBrowser_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

ALTER TABLE "ShareCode" ADD COLUMN "successorId" UUID,
  ADD CONSTRAINT "ShareCode_successorId_fkey" FOREIGN KEY ("successorId") REFERENCES "ShareCode"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "ShareCode_is_revoked_once_it_is_renewed" CHECK ("successorId" IS NULL OR ("revokedAt" IS NOT NULL AND "successorId" <> "id"));
CREATE INDEX "ShareCode_successorId_idx" ON "ShareCode"("successorId");
