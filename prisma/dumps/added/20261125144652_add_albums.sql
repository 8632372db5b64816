INSERT INTO "Album" (id, "eventId", name, "createdAt") VALUES
  (lpad('100', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Church', '2026-06-20Z'),
  (lpad('101', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Party', '2026-06-20Z');
INSERT INTO "AlbumPhoto" ("albumId", "photoId") VALUES (lpad('100', 32, '0')::uuid, lpad('20', 32, '0')::uuid);
