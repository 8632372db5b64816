-- Faces end some days after their event, and photos when the organizer says. Events that are there already begin today, so that
-- their organizers are warned first.

ALTER TABLE "Event" ADD COLUMN "facesDays" INTEGER NOT NULL DEFAULT 30,
  ADD COLUMN "photosDays" INTEGER,
  ADD COLUMN "keptFrom" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "facesEndedAt" TIMESTAMPTZ(3),
  ADD COLUMN "facesClearedAt" TIMESTAMPTZ(3),
  ADD CONSTRAINT "Event_is_kept_for_days" CHECK ("facesDays" BETWEEN 1 AND 3650 AND "photosDays" BETWEEN 1 AND 36500),
  ADD CONSTRAINT "Event_faces_are_cleared_after_they_ended" CHECK ("facesClearedAt" IS NULL OR "facesEndedAt" IS NOT NULL);

ALTER TABLE "Photo" ADD COLUMN "endedWish" "PersonAppearance" NOT NULL DEFAULT 'open';
-- photos that come later ask whether there are any, and mostly there are none
CREATE INDEX "Photo_endedWish_idx" ON "Photo"("eventId") WHERE "endedWish" <> 'open';

CREATE TYPE "RetainedKind" AS ENUM ('faces', 'photos');

CREATE TABLE "RetentionNotice" (
  "id" UUID NOT NULL,
  "eventId" UUID NOT NULL,
  "what" "RetainedKind" NOT NULL,
  "daysBefore" INTEGER NOT NULL,
  "lastDay" DATE NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "readAt" TIMESTAMPTZ(3),
  CONSTRAINT "RetentionNotice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "RetentionNotice_is_before_the_end" CHECK ("daysBefore" > 0)
);
CREATE UNIQUE INDEX "RetentionNotice_eventId_what_daysBefore_lastDay_key" ON "RetentionNotice"("eventId", "what", "daysBefore", "lastDay");
ALTER TABLE "RetentionNotice" ADD CONSTRAINT "RetentionNotice_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who is responsible for what this server does with data of people.
CREATE TABLE "PrivacySetup" (
  "id" INTEGER NOT NULL DEFAULT 1,
  "controllerName" TEXT NOT NULL,
  "controllerContact" TEXT NOT NULL,
  "demo" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "PrivacySetup_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "PrivacySetup_is_one_row" CHECK ("id" = 1),
  CONSTRAINT "PrivacySetup_names_somebody" CHECK ("controllerName" <> '' AND "controllerContact" <> '')
);

-- Addresses in the audit log end before its lines do.
CREATE INDEX "AuditLine_address_idx" ON "AuditLine"("lastAt") WHERE "detail" ? 'address';
