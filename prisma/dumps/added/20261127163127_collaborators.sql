INSERT INTO "User" (id, email, name, role, "passwordHash", "invitedTo", "sessionsFrom", "createdAt") VALUES
  (lpad('3', 32, '0')::uuid, 'helper@example.org', 'Hilde', 'collaborator', 'none', lpad('10', 32, '0')::uuid, '2026-01-01Z', '2026-01-01Z');
INSERT INTO "EventCollaborator" ("eventId", "userId", "addedAt") VALUES (lpad('10', 32, '0')::uuid, lpad('3', 32, '0')::uuid, '2026-06-20Z');
