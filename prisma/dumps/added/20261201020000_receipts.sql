INSERT INTO "ReceiptKey" (id, "installationId", "publicKey", "sealedKey", "createdAt") VALUES
  ('4bf5122f344554c5', lpad('a2', 32, '0')::uuid, '\x01', '\x02', '2026-06-20Z');
INSERT INTO "Receipt" (id, what, "subjectId", "readerId", counts, "textVersions", "begunAt", "erasedAt", "keyId", signature)
  SELECT lpad('a3', 32, '0')::uuid, 'event', e.id, e."ownerId", '{"photos": 3, "keys": 1}', '{2026-11-30}', '2026-06-20Z', '2026-06-21Z', '4bf5122f344554c5', 'signed'
  FROM "Event" e WHERE e."erasedAt" IS NOT NULL;
INSERT INTO "RefusedBrowser" ("shareId", hash, "refusedAt") SELECT id, 'hash', '2026-06-20Z' FROM "Share" WHERE name = 'Guests';
INSERT INTO "ShareCode" (id, "shareId", label) SELECT lpad('a4', 32, '0')::uuid, id, 'Renewed' FROM "Share" WHERE name = 'Guests';
