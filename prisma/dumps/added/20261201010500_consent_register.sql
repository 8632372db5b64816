INSERT INTO "ConsentEntry" (number, at, deed, who, "eventId", version, by, "keepLooking", previous, hash)
  SELECT 1, '2026-06-20Z', 'given', 'a pseudonym', id, '2026-11-30', 'self', true, repeat('0', 64), repeat('a', 64) FROM "Event" WHERE name = 'Wedding';
