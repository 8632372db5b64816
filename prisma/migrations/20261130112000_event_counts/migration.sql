-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "shownFaces" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shownPhotos" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "EventCount" (
    "id" BIGSERIAL NOT NULL,
    "eventId" UUID NOT NULL,
    "photos" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "trashed" INTEGER NOT NULL DEFAULT 0,
    "trashedDone" INTEGER NOT NULL DEFAULT 0,
    "trashedFailed" INTEGER NOT NULL DEFAULT 0,
    "faces" INTEGER NOT NULL DEFAULT 0,
    "people" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "EventCount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "EventCount_eventId_idx" ON "EventCount"("eventId");

-- What is there when the counting begins; the same words as in event-count.repository.ts.
UPDATE "Person" SET "shownPhotos" = shown.photos, "shownFaces" = shown.faces
FROM (
  SELECT f."personId", count(DISTINCT f."photoId") AS photos, count(*) AS faces
  FROM "Face" f JOIN "Photo" p ON p.id = f."photoId"
  WHERE f."personId" IS NOT NULL AND p."deletedAt" IS NULL
  GROUP BY f."personId"
) shown
WHERE "Person".id = shown."personId";

-- CreateIndex
CREATE INDEX "Person_eventId_shownPhotos_shownFaces_id_idx" ON "Person"("eventId", "shownPhotos" DESC, "shownFaces" DESC, "id");

-- DropIndex
DROP INDEX "Person_eventId_idx";

INSERT INTO "EventCount"
  ("eventId", "photos", "done", "failed", "trashed", "trashedDone", "trashedFailed", "faces", "people", "bytes")
SELECT e.id, p.photos, p.done, p.failed, p.trashed, p."trashedDone", p."trashedFailed",
  (SELECT count(*) FROM "Face" f JOIN "Photo" fp ON fp.id = f."photoId"
    WHERE f."eventId" = e.id AND fp."deletedAt" IS NULL),
  (SELECT count(*) FROM "Person" q WHERE q."eventId" = e.id AND q."shownFaces" > 0),
  p.bytes
FROM "Event" e CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE NOT gone) AS photos,
    count(*) FILTER (WHERE NOT gone AND done) AS done,
    count(*) FILTER (WHERE NOT gone AND failed) AS failed,
    count(*) FILTER (WHERE gone) AS trashed,
    count(*) FILTER (WHERE gone AND done) AS "trashedDone",
    count(*) FILTER (WHERE gone AND failed) AS "trashedFailed",
    coalesce(sum(bytes), 0) AS bytes
  FROM (
    SELECT bytes, "deletedAt" IS NOT NULL AS gone, "failedAt" IS NOT NULL AS failed,
      "failedAt" IS NULL AND "ingestedAt" IS NOT NULL AND "detectedAt" IS NOT NULL AND "embeddedAt" IS NOT NULL AS done
    FROM "Photo" WHERE "eventId" = e.id
  ) stamped
) p
WHERE e."erasedAt" IS NULL;

-- From here on the database counts by itself, so that no writer can forget it. A change is a row of its own: no photo waits
-- for the count of another. Whatever follows a lock is a statement of its own, and so sees what was waited for.
-- One face and a hundred thousand want different plans; asking for TG_OP makes Postgres plan anew.

CREATE FUNCTION count_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventCount" ("eventId", "photos", "done", "failed", "trashed", "trashedDone", "trashedFailed", "bytes")
  SELECT "eventId", sum(sign * (NOT gone)::int), sum(sign * (NOT gone AND done)::int), sum(sign * (NOT gone AND failed)::int),
    sum(sign * gone::int), sum(sign * (gone AND done)::int), sum(sign * (gone AND failed)::int), sum(sign * bytes)
  FROM (
    SELECT sign, "eventId", bytes, "deletedAt" IS NOT NULL AS gone, "failedAt" IS NOT NULL AS failed,
      "failedAt" IS NULL AND "ingestedAt" IS NOT NULL AND "detectedAt" IS NOT NULL AND "embeddedAt" IS NOT NULL AS done
    FROM (VALUES
      (-1, OLD."eventId", OLD.bytes, OLD."deletedAt", OLD."failedAt", OLD."ingestedAt", OLD."detectedAt", OLD."embeddedAt"),
      (1, NEW."eventId", NEW.bytes, NEW."deletedAt", NEW."failedAt", NEW."ingestedAt", NEW."detectedAt", NEW."embeddedAt")
    ) AS row (sign, "eventId", bytes, "deletedAt", "failedAt", "ingestedAt", "detectedAt", "embeddedAt")
    WHERE "eventId" IS NOT NULL
  ) stamped
  GROUP BY "eventId";
  RETURN NULL;
END $$;

CREATE TRIGGER count_photo_made AFTER INSERT ON "Photo" FOR EACH ROW EXECUTE FUNCTION count_photo();
CREATE TRIGGER count_photo_gone AFTER DELETE ON "Photo" FOR EACH ROW EXECUTE FUNCTION count_photo();
CREATE TRIGGER count_photo_changed AFTER UPDATE ON "Photo" FOR EACH ROW
  WHEN (OLD."eventId" <> NEW."eventId" OR OLD.bytes <> NEW.bytes
    OR (OLD."deletedAt" IS NULL) <> (NEW."deletedAt" IS NULL)
    OR (OLD."failedAt" IS NULL) <> (NEW."failedAt" IS NULL)
    OR (OLD."ingestedAt" IS NULL OR OLD."detectedAt" IS NULL OR OLD."embeddedAt" IS NULL)
      <> (NEW."ingestedAt" IS NULL OR NEW."detectedAt" IS NULL OR NEW."embeddedAt" IS NULL))
  EXECUTE FUNCTION count_photo();

-- Photos that went into the trash, or came back, with their faces.
CREATE FUNCTION count_trashed_photos() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  photos uuid[];
  signs int[];
BEGIN
  SELECT array_agg(id), array_agg(CASE WHEN come."deletedAt" IS NULL THEN 1 ELSE -1 END) INTO photos, signs
  FROM gone JOIN come USING (id) WHERE TG_OP = 'UPDATE' AND (gone."deletedAt" IS NULL) <> (come."deletedAt" IS NULL);
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

CREATE TRIGGER count_photos_trashed AFTER UPDATE ON "Photo" REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION count_trashed_photos();

-- The faces of a photo that is not in the trash go before it does: afterwards nobody knows where it was.
CREATE FUNCTION remove_shown_faces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "Face" WHERE "photoId" = OLD.id;
  RETURN OLD;
END $$;

CREATE TRIGGER remove_shown_faces BEFORE DELETE ON "Photo" FOR EACH ROW
  WHEN (OLD."deletedAt" IS NULL) EXECUTE FUNCTION remove_shown_faces();

CREATE FUNCTION count_faces() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
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
    WHERE p."deletedAt" IS NULL GROUP BY p."eventId";
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
          JOIN "Photo" p ON p.id = photo AND p."deletedAt" IS NULL
        WHERE person IS NOT NULL GROUP BY person, photo
      ) pair LEFT JOIN "Face" f ON f."photoId" = photo AND f."personId" = person
      GROUP BY person, photo, sign
    ) shown
    GROUP BY person
  ) change
  WHERE "Person".id = change.person AND (change.photos <> 0 OR change.faces <> 0);
  RETURN NULL;
END $$;

CREATE TRIGGER count_faces_made AFTER INSERT ON "Face" REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION count_faces();
CREATE TRIGGER count_faces_gone AFTER DELETE ON "Face" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION count_faces();
CREATE TRIGGER count_faces_changed AFTER UPDATE ON "Face" REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION count_faces();

CREATE FUNCTION count_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventCount" ("eventId", "people")
  VALUES (coalesce(NEW."eventId", OLD."eventId"), (coalesce(NEW."shownFaces", 0) > 0)::int - (coalesce(OLD."shownFaces", 0) > 0)::int);
  RETURN NULL;
END $$;

CREATE TRIGGER count_person_made AFTER INSERT ON "Person" FOR EACH ROW
  WHEN (NEW."shownFaces" > 0) EXECUTE FUNCTION count_person();
CREATE TRIGGER count_person_gone AFTER DELETE ON "Person" FOR EACH ROW
  WHEN (OLD."shownFaces" > 0) EXECUTE FUNCTION count_person();
CREATE TRIGGER count_person_changed AFTER UPDATE ON "Person" FOR EACH ROW
  WHEN ((OLD."shownFaces" > 0) <> (NEW."shownFaces" > 0)) EXECUTE FUNCTION count_person();
