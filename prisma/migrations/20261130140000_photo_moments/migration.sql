-- CreateEnum
CREATE TYPE "TakenFrom" AS ENUM ('exif', 'xmp', 'gps', 'name');

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "guessedZone" TEXT NOT NULL DEFAULT 'UTC',
ADD COLUMN     "zone" TEXT;

-- AlterTable
ALTER TABLE "Photo" ADD COLUMN     "cameraId" UUID,
ADD COLUMN     "clockTime" TEXT,
ADD COLUMN     "metadataVersion" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "moment" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "sortName" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "takenFrom" "TakenFrom";

-- CreateTable
CREATE TABLE "Camera" (
    "id" UUID NOT NULL,
    "eventId" UUID NOT NULL,
    "make" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "shift" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Camera_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Camera_eventId_make_model_serial_key" ON "Camera"("eventId", "make", "model", "serial");

-- AddForeignKey
ALTER TABLE "Camera" ADD CONSTRAINT "Camera_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The moment at which clocks of a zone show a time: of an offset like "+02:00", or of a name that Postgres knows.
CREATE FUNCTION moment_of(wall timestamp, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN zone ~ '^[+-]' THEN wall AT TIME ZONE zone::interval ELSE wall AT TIME ZONE zone END
$$;

-- What clocks of a zone show at a moment.
CREATE FUNCTION wall_of(moment timestamptz, zone text) RETURNS timestamp LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN zone ~ '^[+-]' THEN moment AT TIME ZONE zone::interval ELSE moment AT TIME ZONE zone END
$$;

-- Whoever writes what the file says, or means to date photos anew (by writing "clockTime" as it is), needs not know more. The
-- zone of the event and the shift of the camera are read here, so whoever changes them holds the event's row, as does who
-- ingests a photo.
CREATE FUNCTION date_photo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  zone text;
  shift interval;
  -- "Z", an offset, or null: none is known
  suffix text := substring(NEW."clockTime" FROM '(?:Z|[+-]\d\d:\d\d)$');
  clock text := left(NEW."clockTime", length(NEW."clockTime") - length(coalesce(suffix, '')));
  wall timestamp;
BEGIN
  NEW."sortName" := left(NEW."fileName", 100);
  IF NEW."clockTime" IS NULL THEN
    NEW."takenAt" := NULL;
    NEW."moment" := NEW."createdAt";
    RETURN NEW;
  END IF;
  SELECT coalesce(e."zone", e."guessedZone") INTO zone FROM "Event" e WHERE e.id = NEW."eventId";
  -- satellites are not wrong with the camera
  SELECT make_interval(secs => c."shift") INTO shift FROM "Camera" c
  WHERE c.id = NEW."cameraId" AND c."shift" <> 0 AND NEW."takenFrom" <> 'gps';
  wall := clock::timestamp + coalesce(shift, interval '0');
  NEW."moment" := moment_of(wall, CASE suffix WHEN 'Z' THEN '+00:00' ELSE coalesce(suffix, zone) END);
  IF suffix = 'Z' THEN
    wall := wall_of(NEW."moment", zone);
    suffix := CASE
      WHEN zone ~ '^[+-]' THEN zone
      ELSE to_char(extract(epoch FROM wall - (NEW."moment" AT TIME ZONE 'UTC'))::int / 3600, 'SG00') || ':' ||
        to_char(abs(extract(epoch FROM wall - (NEW."moment" AT TIME ZONE 'UTC'))::int) / 60 % 60, 'FM00')
    END;
  ELSIF shift IS NULL THEN
    NEW."takenAt" := NEW."clockTime";
    RETURN NEW;
  END IF;
  NEW."takenAt" := to_char(wall, CASE length(clock)
    WHEN 10 THEN 'YYYY-MM-DD' WHEN 19 THEN 'YYYY-MM-DD"T"HH24:MI:SS' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.MS'
  END) || coalesce(suffix, '');
  RETURN NEW;
END $$;

CREATE TRIGGER date_photo BEFORE INSERT OR UPDATE OF "clockTime", "takenFrom", "cameraId", "fileName" ON "Photo"
  FOR EACH ROW EXECUTE FUNCTION date_photo();

-- Earlier versions took any two numbers for an offset.
UPDATE "Photo" SET "clockTime" = CASE
    WHEN "takenAt" ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-](0\d|1[0-3]):[0-5]\d)?$' THEN "takenAt"
    WHEN "takenAt" ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d' THEN left("takenAt", 19)
  END,
  "takenFrom" = CASE WHEN "takenAt" ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d' THEN 'exif'::"TakenFrom" END;

-- The commonest offset of an event is its zone, and its photos are dated anew; where none tells one, the server's.
UPDATE "Event" SET "guessedZone" = coalesce(
  (SELECT substring(p."clockTime" FROM '[+-]\d\d:\d\d$') AS told FROM "Photo" p
    WHERE p."eventId" = "Event".id AND p."clockTime" ~ '[+-]\d\d:\d\d$'
    GROUP BY told ORDER BY count(*) DESC, told LIMIT 1),
  current_setting('TimeZone')
);
UPDATE "Photo" SET "clockTime" = "clockTime" WHERE "clockTime" !~ '(Z|[+-]\d\d:\d\d)$';

ALTER TABLE "Event" ADD CONSTRAINT "Event_zones_are_names_or_offsets"
  CHECK ("zone" ~ '^([A-Za-z]|[+-](0\d|1[0-4]):[0-5]\d$)' AND "guessedZone" ~ '^([A-Za-z]|[+-](0\d|1[0-4]):[0-5]\d$)');
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_clock_time_is_a_time"
  CHECK ("clockTime" ~ '^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-](0\d|1[0-4]):[0-5]\d)?)?$');
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_clock_time_has_a_source" CHECK (("clockTime" IS NULL) = ("takenFrom" IS NULL));
ALTER TABLE "Camera" ADD CONSTRAINT "Camera_shift_is_at_most_fifty_years" CHECK ("shift" BETWEEN -1577880000 AND 1577880000);

-- CreateIndex
CREATE INDEX "Photo_eventId_moment_sortName_id_idx" ON "Photo"("eventId", "moment", "sortName", "id");

-- CreateIndex
CREATE INDEX "Photo_cameraId_moment_idx" ON "Photo"("cameraId", "moment");

-- CreateIndex
CREATE INDEX "Photo_metadataVersion_idx" ON "Photo"("metadataVersion");

-- DropIndex
DROP INDEX "Photo_eventId_createdAt_id_idx";

-- The few that wait for approval, in the order in which they are listed.
DROP INDEX "Photo_held_idx";
CREATE INDEX "Photo_held_idx" ON "Photo"("eventId", "moment", "sortName", "id") WHERE "heldAt" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_cameraId_fkey" FOREIGN KEY ("cameraId") REFERENCES "Camera"("id") ON DELETE SET NULL ON UPDATE CASCADE;
