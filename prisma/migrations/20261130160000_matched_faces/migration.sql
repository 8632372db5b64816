-- Guests are matched to faces, people follow from these; people who ended lead to whom they became.

CREATE TABLE "EndedPerson" (
  "id" UUID NOT NULL,
  "eventId" UUID NOT NULL,
  "heirId" UUID NOT NULL,
  CONSTRAINT "EndedPerson_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "EndedPerson_eventId_idx" ON "EndedPerson"("eventId");
CREATE INDEX "EndedPerson_heirId_idx" ON "EndedPerson"("heirId");
ALTER TABLE "EndedPerson"
  ADD CONSTRAINT "EndedPerson_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "EndedPerson_heirId_fkey" FOREIGN KEY ("heirId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "EndedPerson_is_somebody_else" CHECK ("heirId" <> "id");

CREATE TABLE "MatchedFace" (
  "guestId" UUID NOT NULL,
  "faceId" UUID NOT NULL,
  "match" INTEGER NOT NULL,
  "rank" INTEGER NOT NULL,
  "disownedBy" UUID,
  CONSTRAINT "MatchedFace_pkey" PRIMARY KEY ("guestId", "faceId")
);
CREATE INDEX "MatchedFace_faceId_idx" ON "MatchedFace"("faceId");
CREATE INDEX "MatchedFace_disownedBy_idx" ON "MatchedFace"("disownedBy");
ALTER TABLE "MatchedFace"
  ADD CONSTRAINT "MatchedFace_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "MatchedFace_faceId_fkey" FOREIGN KEY ("faceId") REFERENCES "Face"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "MatchedFace_disownedBy_fkey" FOREIGN KEY ("disownedBy") REFERENCES "PersonEdit"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "MatchedFace_is_counted_from_nothing" CHECK ("match" >= 0 AND "rank" >= 0);

CREATE TABLE "ShownPhoto" (
  "guestId" UUID NOT NULL,
  "photoId" UUID NOT NULL,
  "shownAt" TIMESTAMPTZ(3) NOT NULL,
  "kept" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "ShownPhoto_pkey" PRIMARY KEY ("guestId", "photoId")
);
CREATE INDEX "ShownPhoto_photoId_idx" ON "ShownPhoto"("photoId");
ALTER TABLE "ShownPhoto"
  ADD CONSTRAINT "ShownPhoto_guestId_fkey" FOREIGN KEY ("guestId") REFERENCES "Guest"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "ShownPhoto_photoId_fkey" FOREIGN KEY ("photoId") REFERENCES "Photo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who a guest is: of each match the person whom most of its faces belong to; of several with as many, the one of the face
-- that was most similar.
CREATE VIEW "GuestPerson" AS
  SELECT DISTINCT ON ("guestId", "match") "guestId", "match", "personId"
  FROM (
    SELECT m."guestId", m."match", f."personId", count(*) AS faces, min(m."rank") AS nearest
    FROM "MatchedFace" m JOIN "Face" f ON f."id" = m."faceId"
    WHERE m."disownedBy" IS NULL AND f."personId" IS NOT NULL
    GROUP BY m."guestId", m."match", f."personId"
  ) matched
  ORDER BY "guestId", "match", faces DESC, nearest, "personId";

-- A guest keeps whom the selfie found: the clearest faces of each person stand for them, after those of nobody.
INSERT INTO "MatchedFace" ("guestId", "faceId", "match", "rank")
  SELECT g."id", face."id", person.place - 1, face.place - 1
  FROM "Guest" g
    CROSS JOIN LATERAL unnest(g."personIds") WITH ORDINALITY AS person(id, place)
    CROSS JOIN LATERAL (
      SELECT f."id", row_number() OVER (ORDER BY f."quality" DESC, f."id") AS place
      FROM "Face" f WHERE f."personId" = person.id ORDER BY f."quality" DESC, f."id" LIMIT 5
    ) face
  ON CONFLICT DO NOTHING;
INSERT INTO "MatchedFace" ("guestId", "faceId", "match", "rank")
  SELECT g."id", f."id", cardinality(g."personIds") + face.place - 1, 0
  FROM "Guest" g CROSS JOIN LATERAL unnest(g."faceIds") WITH ORDINALITY AS face(id, place) JOIN "Face" f ON f."id" = face.id
  ON CONFLICT DO NOTHING;
UPDATE "MatchedFace" m SET "disownedBy" = said."id"
  FROM "PersonEdit" said, "Face" f
  WHERE said."guestId" = m."guestId" AND said."kind" = 'notMe' AND said."undoneAt" IS NULL AND f."id" = m."faceId"
    AND (f."photoId" = said."photoId" OR f."personId"::text = said."detail"->>'strangerId');

ALTER TABLE "Guest" DROP CONSTRAINT "Guest_is_recognised_with_consent";
DROP INDEX "Guest_personIds_idx";
ALTER TABLE "Guest" DROP COLUMN "personIds", DROP COLUMN "faceIds";
ALTER TABLE "Guest" ADD CONSTRAINT "Guest_is_recognised_with_consent" CHECK ("consentedAt" IS NOT NULL OR "identifiedAt" IS NULL);

-- What corrections noted of guests is in their matched faces now.
UPDATE "PersonEdit" SET "before" = "before" #- '{followed,guests}' WHERE "before"->'followed' ? 'guests';

-- Whom a share is about is a column with a key.
ALTER TABLE "Share" ADD COLUMN "personId" UUID;
UPDATE "Share" s SET "personId" = p."id" FROM "Person" p
  WHERE s."scope"->>'kind' = 'person' AND p."id"::text = s."scope"->>'personId' AND p."eventId" = s."eventId";
UPDATE "Share" SET "scope" = "scope" - 'personId' WHERE "scope" ? 'personId';
CREATE INDEX "Share_personId_idx" ON "Share"("personId");
ALTER TABLE "Share"
  ADD CONSTRAINT "Share_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "Share_is_about_a_person_where_it_says_so" CHECK ("personId" IS NULL OR "scope"->>'kind' = 'person');

-- What a correction set is kept with it, so that undoing it leaves alone what was changed since. Of older ones, what is still so
-- is taken for theirs.
UPDATE "PersonEdit" e SET "before" = e."before" || jsonb_build_object('after', CASE e."kind"
    WHEN 'name' THEN jsonb_build_object('name', e."detail"->'newName')
    WHEN 'merge' THEN jsonb_build_object('name', e."detail"->'newName')
    WHEN 'show' THEN '{"hiddenAt": null}'
    WHEN 'hide' THEN coalesce((
      SELECT jsonb_build_object('hiddenAt', p."hiddenAt") FROM "Person" p
      WHERE p."id"::text = e."detail"->>'personId' AND p."hiddenAt" IS NOT NULL), '{}')
    WHEN 'cover' THEN coalesce((
      SELECT jsonb_build_object('coverFaceId', p."coverFaceId") FROM "Person" p
      WHERE p."id"::text = e."detail"->>'personId' AND p."coverChosen"), '{}')
    ELSE '{}'::jsonb END)
  WHERE e."guestId" IS NULL AND e."undoneAt" IS NULL;
