INSERT INTO "ConsentEntry" (number, at, deed, who, "eventId", version, by, "keepLooking", previous, hash)
  SELECT 2, '2026-06-21Z', 'narrowed', 'a pseudonym', id, '2026-11-30', 'organizer', false, repeat('a', 64), repeat('b', 64) FROM "Event" WHERE name = 'Wedding';
