UPDATE "Photo" SET crc32 = 4294967295 WHERE id = lpad('20', 32, '0')::uuid;
INSERT INTO "Zip" (id, "eventId", holder, "holderId", "fileName", "photoIds", "expiresAt", "createdAt") VALUES
  (lpad('80', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'guest', lpad('60', 32, '0')::uuid, 'photos.zip', ARRAY[lpad('21', 32, '0')::uuid, lpad('20', 32, '0')::uuid], '2026-06-21Z', '2026-06-20Z');
