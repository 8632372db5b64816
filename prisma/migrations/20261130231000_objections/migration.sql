-- Who does not want to be shown in an event objects, without an account; the organizer answers.

CREATE TYPE "ObjectionState" AS ENUM ('waiting', 'agreed', 'declined', 'withdrawn');

CREATE TABLE "Objection" (
  "id" UUID NOT NULL,
  "eventId" UUID NOT NULL,
  "wish" "PersonAppearance" NOT NULL,
  "state" "ObjectionState" NOT NULL DEFAULT 'waiting',
  "embedding" BYTEA,
  "embeddingModel" TEXT,
  "answer" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "answeredAt" TIMESTAMPTZ(3),
  CONSTRAINT "Objection_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Objection_wishes_something" CHECK ("wish" <> 'open'),
  CONSTRAINT "Objection_embedding_has_its_model" CHECK (("embedding" IS NULL) = ("embeddingModel" IS NULL)),
  CONSTRAINT "Objection_keeps_a_face_while_it_stands" CHECK ("embedding" IS NULL OR "state" IN ('waiting', 'agreed')),
  CONSTRAINT "Objection_that_waits_has_no_answer" CHECK (("answeredAt" IS NULL) = ("state" = 'waiting'))
);
CREATE INDEX "Objection_eventId_idx" ON "Objection"("eventId");
ALTER TABLE "Objection" ADD CONSTRAINT "Objection_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "ObjectedFace" (
  "objectionId" UUID NOT NULL,
  "faceId" UUID NOT NULL,
  CONSTRAINT "ObjectedFace_pkey" PRIMARY KEY ("objectionId", "faceId")
);
CREATE INDEX "ObjectedFace_faceId_idx" ON "ObjectedFace"("faceId");
ALTER TABLE "ObjectedFace" ADD CONSTRAINT "ObjectedFace_objectionId_fkey" FOREIGN KEY ("objectionId") REFERENCES "Objection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ObjectedFace" ADD CONSTRAINT "ObjectedFace_faceId_fkey" FOREIGN KEY ("faceId") REFERENCES "Face"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Event" ADD COLUMN "objectionsWithhold" BOOLEAN NOT NULL DEFAULT true;

-- What is wished for each face: for its person; for itself, by an objection that was agreed to; and, until one is answered, for the
-- faces that it is about and all others of the same people.
CREATE VIEW "FaceWish" AS
  SELECT f.id AS "faceId", f."photoId", f."eventId", f."personId", p.appearance, p."seesOwn"
    FROM "Person" p JOIN "Face" f ON f."personId" = p.id WHERE p.appearance <> 'open'
  UNION ALL
  SELECT f.id, f."photoId", f."eventId", f."personId", o.wish, false
    FROM "Objection" o JOIN "ObjectedFace" x ON x."objectionId" = o.id JOIN "Face" f ON f.id = x."faceId" WHERE o.state = 'agreed'
  UNION ALL
  SELECT f.id, f."photoId", f."eventId", f."personId", 'withheld', false
    FROM "Objection" o JOIN "Event" e ON e.id = o."eventId" AND e."objectionsWithhold"
      JOIN "ObjectedFace" x ON x."objectionId" = o.id JOIN "Face" f ON f.id = x."faceId" WHERE o.state = 'waiting'
  UNION ALL
  SELECT f.id, f."photoId", f."eventId", f."personId", 'withheld', false
    FROM "Objection" o JOIN "Event" e ON e.id = o."eventId" AND e."objectionsWithhold"
      JOIN "ObjectedFace" x ON x."objectionId" = o.id JOIN "Face" m ON m.id = x."faceId" JOIN "Face" f ON f."personId" = m."personId"
    WHERE o.state = 'waiting';
