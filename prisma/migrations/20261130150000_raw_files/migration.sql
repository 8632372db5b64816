-- AlterTable
ALTER TABLE "Photo" ADD COLUMN     "rawOf" UUID;

-- CreateIndex
CREATE INDEX "Photo_rawOf_idx" ON "Photo"("rawOf");

-- AddForeignKey
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_rawOf_fkey" FOREIGN KEY ("rawOf") REFERENCES "Photo"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Photo" ADD CONSTRAINT "Photo_is_not_its_own_second_file" CHECK ("rawOf" <> "id");

-- Of a photo with two files the bytes of both count, and one photo.
CREATE OR REPLACE FUNCTION count_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "EventCount" ("eventId", "photos", "done", "failed", "trashed", "trashedDone", "trashedFailed", "bytes")
  SELECT "eventId", sum(sign * (NOT gone)::int), sum(sign * (NOT gone AND done)::int), sum(sign * (NOT gone AND failed)::int),
    sum(sign * gone::int), sum(sign * (gone AND done)::int), sum(sign * (gone AND failed)::int), sum(bytes)
  FROM (
    SELECT CASE WHEN "rawOf" IS NULL THEN sign ELSE 0 END AS sign, "eventId", sign * bytes AS bytes,
      "deletedAt" IS NOT NULL AS gone, "failedAt" IS NOT NULL AS failed,
      "failedAt" IS NULL AND "ingestedAt" IS NOT NULL AND "detectedAt" IS NOT NULL AND "embeddedAt" IS NOT NULL AS done
    FROM (VALUES
      (-1, OLD."eventId", OLD.bytes, OLD."deletedAt", OLD."failedAt", OLD."ingestedAt", OLD."detectedAt", OLD."embeddedAt", OLD."rawOf"),
      (1, NEW."eventId", NEW.bytes, NEW."deletedAt", NEW."failedAt", NEW."ingestedAt", NEW."detectedAt", NEW."embeddedAt", NEW."rawOf")
    ) AS row (sign, "eventId", bytes, "deletedAt", "failedAt", "ingestedAt", "detectedAt", "embeddedAt", "rawOf")
    WHERE "eventId" IS NOT NULL
  ) stamped
  GROUP BY "eventId";
  RETURN NULL;
END $$;

DROP TRIGGER count_photo_changed ON "Photo";
CREATE TRIGGER count_photo_changed AFTER UPDATE ON "Photo" FOR EACH ROW
  WHEN (OLD."eventId" <> NEW."eventId" OR OLD.bytes <> NEW.bytes
    OR (OLD."rawOf" IS NULL) <> (NEW."rawOf" IS NULL)
    OR (OLD."deletedAt" IS NULL) <> (NEW."deletedAt" IS NULL)
    OR (OLD."failedAt" IS NULL) <> (NEW."failedAt" IS NULL)
    OR (OLD."ingestedAt" IS NULL OR OLD."detectedAt" IS NULL OR OLD."embeddedAt" IS NULL)
      <> (NEW."ingestedAt" IS NULL OR NEW."detectedAt" IS NULL OR NEW."embeddedAt" IS NULL))
  EXECUTE FUNCTION count_photo();

-- RAW files were taken for their thumbnails: what is a TIFF is looked at again.
UPDATE "Photo" SET "ingestedAt" = NULL, "ingestVersion" = 0 WHERE "format" = 'tiff' AND "failedAt" IS NULL;
