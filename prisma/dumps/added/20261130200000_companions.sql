INSERT INTO "Guest" (id, "shareCodeId", "companionOfId", name, "consentVersion", "consentedAt", "consentBy")
  SELECT lpad('63', 32, '0')::uuid, "shareCodeId", id, 'Mia', '2026-11-30', '2026-06-20Z', 'parent' FROM "Guest" WHERE id = lpad('60', 32, '0')::uuid;
