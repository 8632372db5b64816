-- a new row is counted, by a row whose id the dumps have taken already
SELECT setval(pg_get_serial_sequence('"EventCount"', 'id'), (SELECT max(id) FROM "EventCount"));
INSERT INTO "Photo" (id, "eventId", "fileName", sha256, md5, bytes, format, width, height, orientation, "ingestedAt", "ingestVersion", "detectedAt", "detectVersion", "rawOf", "createdAt") VALUES
  (lpad('24', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'ready.nef', repeat('f', 64), repeat('f', 32), 7, 'raw', 6000, 4000, 1, '2026-06-20Z', 1, '2026-06-20Z', 'd1', lpad('20', 32, '0')::uuid, '2026-06-20 00:04Z');
