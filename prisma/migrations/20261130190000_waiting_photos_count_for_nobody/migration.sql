-- Photos that wait for approval show nobody yet: their faces count with no event and no person until they are approved.

-- Photos that are shown from now on, or no longer, with their faces: approved, put into the trash or brought back.
CREATE OR REPLACE FUNCTION count_trashed_photos() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  photos uuid[];
  signs int[];
BEGIN
  SELECT array_agg(id), array_agg(CASE WHEN come."deletedAt" IS NULL AND come."heldAt" IS NULL THEN 1 ELSE -1 END) INTO photos, signs
  FROM gone JOIN come USING (id) WHERE TG_OP = 'UPDATE'
    AND (gone."deletedAt" IS NULL AND gone."heldAt" IS NULL) <> (come."deletedAt" IS NULL AND come."heldAt" IS NULL);
  IF photos IS NULL THEN RETURN NULL; END IF;
  -- whoever writes the people of an event holds its row
  PERFORM 1 FROM "Event" WHERE id IN (SELECT "eventId" FROM "Photo" WHERE id = ANY (photos)) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO "EventCount" ("eventId", "faces")
  SELECT f."eventId", sum(sign) FROM unnest(photos, signs) AS moved (photo, sign) JOIN "Face" f ON f."photoId" = photo
  GROUP BY f."eventId";
  UPDATE "Person" SET "shownPhotos" = "shownPhotos" + change.photos, "shownFaces" = "shownFaces" + change.faces
  FROM (
    SELECT person, sum(sign) AS photos, sum(sign * faces) AS faces
    FROM (
      SELECT f."personId" AS person, photo, sign, count(*) AS faces
      FROM unnest(photos, signs) AS moved (photo, sign) JOIN "Face" f ON f."photoId" = photo
      WHERE f."personId" IS NOT NULL GROUP BY f."personId", photo, sign
    ) shown
    GROUP BY person
  ) change
  WHERE "Person".id = change.person;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION count_faces() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  photos uuid[];
  people uuid[];
  signs int[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg("photoId"), array_agg("personId"), array_agg(1) INTO photos, people, signs FROM come;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg("photoId"), array_agg("personId"), array_agg(-1) INTO photos, people, signs FROM gone;
  ELSE
    SELECT array_agg(photo), array_agg(person), array_agg(sign) INTO photos, people, signs
    FROM (
      SELECT o."photoId" AS photo, o."personId" AS before, n."personId" AS after FROM gone o JOIN come n USING (id)
      WHERE TG_OP = 'UPDATE' AND o."personId" IS DISTINCT FROM n."personId"
    ) changed CROSS JOIN LATERAL (VALUES (before, -1), (after, 1)) AS side (person, sign);
  END IF;
  IF photos IS NULL THEN RETURN NULL; END IF;
  IF TG_OP <> 'UPDATE' THEN
    -- whoever puts one of these photos into the trash waits, or is waited for
    PERFORM 1 FROM "Photo" WHERE id = ANY (photos) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO "EventCount" ("eventId", "faces")
    SELECT p."eventId", sum(sign) FROM unnest(photos, signs) AS changed (photo, sign) JOIN "Photo" p ON p.id = photo
    WHERE p."deletedAt" IS NULL AND p."heldAt" IS NULL GROUP BY p."eventId";
  END IF;
  IF array_remove(people, NULL) = '{}' THEN RETURN NULL; END IF;
  PERFORM 1 FROM "Event" WHERE id IN (SELECT "eventId" FROM "Person" WHERE id = ANY (people)) ORDER BY id FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF; -- all of it goes, with the event's row
  UPDATE "Person" SET "shownPhotos" = "shownPhotos" + change.photos, "shownFaces" = "shownFaces" + change.faces
  FROM (
    SELECT person, sum(sign) AS faces, sum((now > 0)::int - (now - sign > 0)::int) AS photos
    FROM (
      SELECT person, photo, sign, count(f.id) AS now
      FROM (
        SELECT person, photo, sum(sign) AS sign
        FROM unnest(people, photos, signs) AS changed (person, photo, sign)
          JOIN "Photo" p ON p.id = photo AND p."deletedAt" IS NULL AND p."heldAt" IS NULL
        WHERE person IS NOT NULL GROUP BY person, photo
      ) pair LEFT JOIN "Face" f ON f."photoId" = photo AND f."personId" = person
      GROUP BY person, photo, sign
    ) shown
    GROUP BY person
  ) change
  WHERE "Person".id = change.person AND (change.photos <> 0 OR change.faces <> 0);
  RETURN NULL;
END $$;

-- What was counted so far.
INSERT INTO "EventCount" ("eventId", "faces")
SELECT p."eventId", -count(*) FROM "Face" f JOIN "Photo" p ON p.id = f."photoId"
WHERE p."heldAt" IS NOT NULL AND p."deletedAt" IS NULL GROUP BY p."eventId";

UPDATE "Person" SET "shownPhotos" = "shownPhotos" - held.photos, "shownFaces" = "shownFaces" - held.faces
FROM (
  SELECT f."personId" AS person, count(DISTINCT f."photoId") AS photos, count(*) AS faces
  FROM "Face" f JOIN "Photo" p ON p.id = f."photoId"
  WHERE f."personId" IS NOT NULL AND p."heldAt" IS NOT NULL AND p."deletedAt" IS NULL
  GROUP BY f."personId"
) held
WHERE "Person".id = held.person;

-- What that changed is added up.
WITH folded AS (DELETE FROM "EventCount" RETURNING *)
INSERT INTO "EventCount"
  ("eventId", "photos", "done", "failed", "trashed", "trashedDone", "trashedFailed", "faces", "people", "bytes")
SELECT "eventId", sum("photos"), sum("done"), sum("failed"), sum("trashed"), sum("trashedDone"), sum("trashedFailed"),
  sum("faces"), sum("people"), sum("bytes")
FROM folded GROUP BY "eventId";
