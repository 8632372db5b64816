UPDATE "Guest" SET "keepLooking" = true, "visitAt" = '2026-06-21Z', "visitedAt" = '2026-06-20Z' WHERE id = lpad('60', 32, '0')::uuid;
INSERT INTO "KeptSelfie" (id, "guestId", embedding, model, "createdAt") VALUES
  (lpad('62', 32, '0')::uuid, lpad('60', 32, '0')::uuid, '\\x01', 'none', '2026-06-20Z');
