INSERT INTO "DriveMirror" (id, "eventId", "albumId", "accountId", direction, "folderId", "folderName", state, asks, "pageToken", "dueAt", "createdAt") VALUES
  (lpad('130', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('101', 32, '0')::uuid, lpad('110', 32, '0')::uuid, 'both', 'mirrored', 'Party', 'asking', 'brake', 'page', '2026-06-20Z', '2026-06-20Z');
INSERT INTO "DriveMirrorItem" (id, "mirrorId", origin, "fileId", "photoId", view, name, md5, bytes, revision, "driveName", "driveMd5", "visageName", "visageMd5", noted) VALUES
  (lpad('131', 32, '0')::uuid, lpad('130', 32, '0')::uuid, 'drive', 'file', lpad('21', 32, '0')::uuid, 'folder', 'other.jpg', repeat('b', 32), 1000, '1', 'other.jpg', repeat('b', 32), 'other.jpg', repeat('b', 32), 'withheld');
INSERT INTO "DriveMirrorLine" (id, "mirrorId", "itemId", kind, state, name, "createdAt") VALUES
  (lpad('132', 32, '0')::uuid, lpad('130', 32, '0')::uuid, lpad('131', 32, '0')::uuid, 'leave', 'planned', 'other.jpg', '2026-06-20Z');
