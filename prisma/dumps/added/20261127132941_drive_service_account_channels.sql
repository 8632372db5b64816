UPDATE "DriveExport" SET "parentId" = 'parent', "startedBy" = lpad('2', 32, '0')::uuid WHERE id = lpad('121', 32, '0')::uuid;
INSERT INTO "DriveChannel" (id, "accountId", "resourceId", "expiresAt") VALUES
  (lpad('160', 32, '0')::uuid, lpad('110', 32, '0')::uuid, 'resource', '2026-06-21Z');
