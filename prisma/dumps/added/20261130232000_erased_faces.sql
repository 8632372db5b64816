UPDATE "Face" SET "erasedAt" = '2026-06-20Z' WHERE "embedding" IS NULL AND id = (SELECT id FROM "Face" WHERE "embedding" IS NULL ORDER BY id LIMIT 1);
