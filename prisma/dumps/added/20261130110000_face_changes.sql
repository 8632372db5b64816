UPDATE "Event" SET "indexRevision" = 2 WHERE id = lpad('10', 32, '0')::uuid;
UPDATE "Face" SET "indexRevision" = 1, "embeddingRevision" = 1 WHERE "eventId" = lpad('10', 32, '0')::uuid;
INSERT INTO "RemovedFace" ("eventId", "indexRevision", "faceId") VALUES (lpad('10', 32, '0')::uuid, 2, lpad('44', 32, '0')::uuid);
