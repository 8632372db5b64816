-- Who agreed to the face search, to which text, when, and how that ended. It outlives guests and events, so nothing refers to them.

ALTER TABLE "Guest" ADD COLUMN "pseudonym" TEXT;

CREATE TYPE "ConsentDeed" AS ENUM ('given', 'withdrawn');
CREATE TYPE "ConsentHand" AS ENUM ('self', 'parent', 'guest', 'organizer', 'retention', 'erasure');

CREATE TABLE "ConsentEntry" (
  "number" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "deed" "ConsentDeed" NOT NULL,
  "who" TEXT NOT NULL,
  "eventId" UUID NOT NULL,
  "version" TEXT NOT NULL,
  "by" "ConsentHand" NOT NULL,
  "keepLooking" BOOLEAN NOT NULL,
  "previous" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  CONSTRAINT "ConsentEntry_pkey" PRIMARY KEY ("number"),
  CONSTRAINT "ConsentEntry_is_counted_from_one" CHECK ("number" > 0),
  CONSTRAINT "ConsentEntry_hashes_are_lower_case_hex" CHECK ("previous" ~ '^[0-9a-f]{64}$' AND "hash" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "ConsentEntry_is_given_or_withdrawn_by_somebody" CHECK (("deed" = 'given') = ("by" IN ('self', 'parent')))
);
CREATE UNIQUE INDEX "ConsentEntry_hash_key" ON "ConsentEntry"("hash");
