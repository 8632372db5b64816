UPDATE "Guest" SET name = 'Gerda', "approvedAt" = '2026-06-20Z' WHERE id = lpad('60', 32, '0')::uuid;
UPDATE "Guest" SET "refusedAt" = '2026-06-20Z' WHERE id = lpad('61', 32, '0')::uuid;
UPDATE "Share" SET "approvalRequired" = true, "maxGuests" = 5, "passwordHash" = 'hash', "passwordId" = lpad('59', 32, '0')::uuid;
