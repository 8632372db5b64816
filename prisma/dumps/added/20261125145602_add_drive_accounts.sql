INSERT INTO "DriveAccount" (id, "userId", email, name, uses, "refreshToken", state, "createdAt") VALUES
  (lpad('110', 32, '0')::uuid, lpad('2', 32, '0')::uuid, 'otto@example.com', 'Otto', '{import,export}', '\x0a', 'connected', '2026-06-20Z');
UPDATE "DriveImport" SET "accountId" = lpad('110', 32, '0')::uuid, "folderName" = 'Wedding' WHERE id = lpad('70', 32, '0')::uuid;
INSERT INTO "DriveImport" (id, "eventId", "folderId", state, "createdAt") VALUES
  (lpad('72', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'folder', 'running', '2026-06-20Z');
INSERT INTO "DriveImportFile" ("driveImportId", "fileId", name, outcome, path, "mimeType", md5, bytes) VALUES
  (lpad('72', 32, '0')::uuid, 'next', 'n.jpg', 'pending', 'Church', 'image/jpeg', repeat('e', 32), 7);
INSERT INTO "DriveImportFolder" ("driveImportId", "folderId", path, "listedAt") VALUES
  (lpad('72', 32, '0')::uuid, 'folder', '', NULL);
