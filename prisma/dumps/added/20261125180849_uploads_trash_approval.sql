-- The last photo is being removed, as the oldest time there is said then.
UPDATE "Photo" SET "heldAt" = '2026-06-20Z', "guestId" = lpad('60', 32, '0')::uuid WHERE id = lpad('21', 32, '0')::uuid;
UPDATE "Photo" SET "deletedAt" = '2026-06-21Z' WHERE id = lpad('22', 32, '0')::uuid;
UPDATE "Photo" SET "deletedAt" = 'epoch' WHERE id = lpad('23', 32, '0')::uuid;
UPDATE "Event" SET "holdPhotos" = true WHERE id = lpad('10', 32, '0')::uuid;
INSERT INTO "Upload" (id, "eventId", "userId", "guestId", "fileName", "albumName", bytes, sha256, "createdAt", "touchedAt", "finishedAt", outcome, reason, "photoId") VALUES
  ('half', lpad('10', 32, '0')::uuid, lpad('2', 32, '0')::uuid, NULL, 'half.jpg', 'Church', 10, repeat('f', 64), '2026-06-20Z', '2026-06-20Z', NULL, NULL, NULL, NULL),
  ('whole', lpad('10', 32, '0')::uuid, NULL, lpad('60', 32, '0')::uuid, 'other.jpg', NULL, 1000, NULL, '2026-06-20Z', '2026-06-20Z', '2026-06-20Z', 'stored', NULL, lpad('21', 32, '0')::uuid),
  ('gone', lpad('10', 32, '0')::uuid, NULL, NULL, 'a.txt', NULL, 3, NULL, '2026-06-20Z', '2026-06-20Z', '2026-06-20Z', 'refused', 'This is no picture.', NULL);
