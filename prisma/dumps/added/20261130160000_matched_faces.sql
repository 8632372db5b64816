INSERT INTO "EndedPerson" (id, "eventId", "heirId") VALUES
  (lpad('33', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('30', 32, '0')::uuid);
INSERT INTO "ShownPhoto" ("guestId", "photoId", "shownAt", kept) VALUES
  (lpad('60', 32, '0')::uuid, lpad('20', 32, '0')::uuid, '2026-06-21Z', true);
INSERT INTO "Share" (id, "eventId", name, scope, "personId", rights, presentation, "createdAt") VALUES
  (lpad('53', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Ann', '{"kind": "person"}', lpad('30', 32, '0')::uuid, '{"view": true}', '{}', '2026-06-21Z');
