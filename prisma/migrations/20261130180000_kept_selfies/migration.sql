-- Guests may be looked for in photos that come later.

ALTER TABLE "Guest" ADD COLUMN "keepLooking" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "visitAt" TIMESTAMPTZ(3),
  ADD COLUMN "visitedAt" TIMESTAMPTZ(3),
  ADD CONSTRAINT "Guest_is_looked_for_with_consent" CHECK ("consentedAt" IS NOT NULL OR NOT "keepLooking");

CREATE TABLE "KeptSelfie" (
  "id" UUID NOT NULL,
  "guestId" UUID NOT NULL,
  "embedding" BYTEA NOT NULL,
  "model" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "KeptSelfie_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "KeptSelfie_guestId_idx" ON "KeptSelfie"("guestId");
ALTER TABLE "KeptSelfie" ADD CONSTRAINT "KeptSelfie_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody is looked for yet, so nothing is left to be looked through.
ALTER TABLE "Event" ADD COLUMN "recognisedRevision" INTEGER NOT NULL DEFAULT 0;
UPDATE "Event" SET "recognisedRevision" = "indexRevision";
ALTER TABLE "Event" ADD CONSTRAINT "Event_recognised_is_not_ahead_of_faces" CHECK ("recognisedRevision" <= "indexRevision");
