INSERT INTO "DriveAccount" (id, "guestId", email, name, uses, "refreshToken", state, "createdAt") VALUES
  (lpad('111', 32, '0')::uuid, lpad('60', 32, '0')::uuid, 'gerda@example.com', 'Gerda', '{export}', '\x0b', 'ended', '2026-06-20Z');
INSERT INTO "DriveExport" (id, "eventId", "accountId", kind, "subjectId", "folderName", state, error, "createdAt", "finishedAt") VALUES
  (lpad('122', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('111', 32, '0')::uuid, 'guest', lpad('60', 32, '0')::uuid, 'Mine', 'failed', 'The connection has ended.', '2026-06-20Z', '2026-06-20Z');
INSERT INTO "GoogleSetup" (id, "clientId", "clientSecret", "updatedAt") VALUES (1, 'client', '\x0c', '2026-06-20Z');
