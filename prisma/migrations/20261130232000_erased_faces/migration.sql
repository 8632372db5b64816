-- Of a face whose data somebody had erased nothing is left but its place, so that nothing is made of it again.
ALTER TABLE "Face" ADD COLUMN "erasedAt" TIMESTAMPTZ(3),
  ADD CONSTRAINT "Face_erased_has_no_data" CHECK ("erasedAt" IS NULL OR "embedding" IS NULL AND "second" IS NULL);
