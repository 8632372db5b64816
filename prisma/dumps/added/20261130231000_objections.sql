INSERT INTO "Objection" (id, "eventId", wish, "createdAt")
  SELECT lpad('71', 32, '0')::uuid, "eventId", 'withheld', '2026-06-20Z' FROM "Face" WHERE id = lpad('40', 32, '0')::uuid;
INSERT INTO "ObjectedFace" ("objectionId", "faceId") VALUES (lpad('71', 32, '0')::uuid, lpad('40', 32, '0')::uuid);
