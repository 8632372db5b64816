UPDATE "User" SET "quotaBytes" = 5000000000, "quotaEvents" = 3 WHERE id = lpad('2', 32, '0')::uuid;
INSERT INTO "Session" (id, "userId", agent, "createdAt", "seenAt", "expiresAt", "endedAt") VALUES
  (lpad('150', 32, '0')::uuid, lpad('2', 32, '0')::uuid, 'Firefox', '2026-06-20Z', '2026-06-20Z', '2026-07-20Z', NULL);
INSERT INTO "RefreshToken" (hash, "sessionId", "usedAt") VALUES (decode(repeat('0e', 32), 'hex'), lpad('150', 32, '0')::uuid, NULL);
INSERT INTO "PasswordLink" (id, "userId", "expiresAt") VALUES (lpad('151', 32, '0')::uuid, lpad('2', 32, '0')::uuid, '2026-06-21Z');
INSERT INTO "ShareDefaults" (id, rights, presentation, days, "approvalRequired") VALUES (1, '{"view": true}', '{}', 30, false);
