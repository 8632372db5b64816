INSERT INTO "BlurredPhoto" ("photoId", mark, sha256, md5, crc32, bytes)
  SELECT id, repeat('a', 16), repeat('b', 64), repeat('c', 32), 1, 2 FROM "Photo" WHERE "fileName" = 'ready.nef';
