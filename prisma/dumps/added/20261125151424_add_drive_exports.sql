INSERT INTO "DriveExport" (id, "eventId", "accountId", kind, "subjectId", "folderName", state, error, "createdAt", "finishedAt") VALUES
  (lpad('120', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('110', 32, '0')::uuid, 'event', NULL, 'Wedding', 'done', NULL, '2026-06-20Z', '2026-06-20Z'),
  (lpad('121', 32, '0')::uuid, lpad('10', 32, '0')::uuid, NULL, 'album', lpad('100', 32, '0')::uuid, 'Church', 'pending', NULL, '2026-06-20Z', NULL);
INSERT INTO "DriveExportFolder" ("exportId", path, "folderId") VALUES (lpad('120', 32, '0')::uuid, '', 'made');
INSERT INTO "DriveExportFile" ("exportId", "photoId", path, "driveFileId", outcome, reason) VALUES
  (lpad('120', 32, '0')::uuid, lpad('20', 32, '0')::uuid, 'Church', 'sent', 'uploaded', NULL),
  (lpad('120', 32, '0')::uuid, lpad('21', 32, '0')::uuid, '', NULL, 'failed', 'It was refused.');
