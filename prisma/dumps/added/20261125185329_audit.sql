INSERT INTO "AuditLine" (id, at, "lastAt", count, actor, "actorId", action, "eventId", "subjectId", detail, "tallyKey") VALUES
  (lpad('140', 32, '0')::uuid, '2026-06-20Z', '2026-06-20 00:59Z', 12, 'guest', lpad('60', 32, '0')::uuid, 'photo.viewed', lpad('10', 32, '0')::uuid, NULL, '{}', 'key'),
  (lpad('141', 32, '0')::uuid, '2026-06-20Z', '2026-06-20Z', 1, 'user', lpad('2', 32, '0')::uuid, 'event.made', lpad('10', 32, '0')::uuid, NULL, '{"a": 1}', NULL);
