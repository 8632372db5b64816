-- Several people may share one guest's browser, each with a consent of their own.

CREATE TYPE "ConsentBy" AS ENUM ('self', 'parent');

ALTER TABLE "Guest" ADD COLUMN "companionOfId" UUID,
  ADD COLUMN "consentBy" "ConsentBy",
  ADD CONSTRAINT "Guest_companionOfId_fkey" FOREIGN KEY ("companionOfId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "Guest_is_not_their_own_companion" CHECK ("companionOfId" <> "id"),
  ADD CONSTRAINT "Guest_companions_are_let_in_with_their_guest" CHECK (
    "companionOfId" IS NULL OR ("approvedAt" IS NULL AND "refusedAt" IS NULL)),
  ADD CONSTRAINT "Guest_consent_of_companions_is_by_somebody" CHECK (
    ("consentBy" IS NOT NULL) = ("companionOfId" IS NOT NULL AND "consentedAt" IS NOT NULL));
CREATE INDEX "Guest_companionOfId_idx" ON "Guest"("companionOfId");
