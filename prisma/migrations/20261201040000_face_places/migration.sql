-- Where faces are is sealed like what they look like. The detector seals what is here in clear when it starts; until then it is
-- read as it is. Landmarks were read by nobody.
ALTER TABLE "Face" DROP COLUMN "landmarks",
  ADD COLUMN "place" BYTEA,
  ALTER COLUMN "x" DROP NOT NULL,
  ALTER COLUMN "y" DROP NOT NULL,
  ALTER COLUMN "width" DROP NOT NULL,
  ALTER COLUMN "height" DROP NOT NULL,
  ADD CONSTRAINT "Face_place_is_sealed_or_in_clear" CHECK (
    num_nonnulls("x", "y", "width", "height") = CASE WHEN "place" IS NULL THEN 4 ELSE 0 END);

ALTER TABLE "PersonEdit" ADD COLUMN "place" BYTEA,
  ADD CONSTRAINT "PersonEdit_place_is_of_a_claim" CHECK ("place" IS NULL OR "kind" = 'mine' AND "detail"->'faceId' IS NOT NULL);
