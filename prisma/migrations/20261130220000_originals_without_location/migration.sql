-- How the original of a photo leaves where its location is hidden: null until its metadata are read anew, and where that is not possible.
ALTER TABLE "Photo" ADD COLUMN "blanks" BYTEA;
ALTER TABLE "Photo" ADD CONSTRAINT "Photo_blanks_begin_with_sums" CHECK (length("blanks") >= 52);
