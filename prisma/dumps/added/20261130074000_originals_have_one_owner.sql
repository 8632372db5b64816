INSERT INTO "LooseObject" (key, "eventId", sha256, since) VALUES ('events/incoming/a', lpad('10', 32, '0')::uuid, NULL, '2026-06-20Z');
