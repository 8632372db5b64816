UPDATE "Event" SET "keptFrom" = '2026-06-01Z';
UPDATE "Event" SET "photosDays" = 365 WHERE name = 'Wedding';
INSERT INTO "RetentionNotice" (id, "eventId", what, "daysBefore", "lastDay", at, "readAt")
  SELECT lpad('a100', 32, '0')::uuid, id, 'faces', 14, '2026-07-20', '2026-07-06Z', '2026-07-07Z' FROM "Event" WHERE name = 'Wedding';
INSERT INTO "PrivacySetup" (id, "controllerName", "controllerContact") VALUES (1, 'Otto', 'otto@example.com');
