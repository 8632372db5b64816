-- An organizer with a wedding and an event that was erased.
INSERT INTO "User" (id, email, name, role, "passwordHash", "sessionsFrom", "createdAt") VALUES
  (lpad('1', 32, '0')::uuid, 'admin@example.org', 'Ada', 'admin', 'hash', '2026-01-01Z', '2026-01-01Z'),
  (lpad('2', 32, '0')::uuid, 'organizer@example.org', 'Otto', 'organizer', 'hash', '2026-01-01Z', '2026-01-01Z');
INSERT INTO "Event" (id, "ownerId", name, date, embedder, "wrappedKey", "facesRevision", "groupedRevision", "groupedAt", "erasedAt", "createdAt") VALUES
  (lpad('10', 32, '0')::uuid, lpad('2', 32, '0')::uuid, 'Wedding', '2026-06-20', 'facenet', '\x00ff', 7, 7, '2026-06-21Z', NULL, '2026-06-01Z'),
  (lpad('11', 32, '0')::uuid, lpad('2', 32, '0')::uuid, '', NULL, 'facenet', NULL, 2, 2, '2026-05-21Z', '2026-05-22Z', '2026-05-01Z');
INSERT INTO "Photo" (id, "eventId", "fileName", sha256, md5, bytes, format, width, height, orientation, "takenAt", metadata, "ingestedAt", "ingestVersion", "detectedAt", "detectVersion", "embeddedAt", "embedVersion", "failedAt", "errorCode", "errorReason", "driveFileId", "createdAt") VALUES
  (lpad('20', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'ready.jpg', repeat('a', 64), repeat('a', 32), 3000000000, 'jpeg', 6000, 4000, 1, '2026-06-20T14:00:00', '{"camera": "X", "lens": null}', '2026-06-20Z', 1, '2026-06-20Z', 'd1', '2026-06-20Z', 'e1', NULL, NULL, NULL, NULL, '2026-06-20Z'),
  (lpad('21', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'other.jpg', repeat('b', 64), repeat('b', 32), 1000, 'jpeg', 10, 10, 6, NULL, NULL, '2026-06-20Z', 1, '2026-06-20Z', 'd1', '2026-06-20Z', 'e1', NULL, NULL, NULL, 'drive-file', '2026-06-20 00:01Z'),
  (lpad('22', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'broken.jpg', repeat('c', 64), repeat('c', 32), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, '2026-06-20Z', 'unreadable', 'This is no picture.', NULL, '2026-06-20 00:02Z'),
  (lpad('23', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'new.jpg', repeat('d', 64), repeat('d', 32), 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-06-20 00:03Z');
INSERT INTO "Person" (id, "eventId", name, "createdAt") VALUES
  (lpad('30', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Ann', '2026-06-20Z'),
  (lpad('31', 32, '0')::uuid, lpad('10', 32, '0')::uuid, NULL, '2026-06-20Z');
INSERT INTO "Face" (id, "eventId", "photoId", "personId", x, y, width, height, landmarks, score, quality, embedding, "embeddingModel") VALUES
  (lpad('40', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('20', 32, '0')::uuid, lpad('30', 32, '0')::uuid, 1.5, 2, 30, 40, '[[1, 2]]', 0.9, 0.8, '\x0102', 'facenet'),
  (lpad('41', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('21', 32, '0')::uuid, lpad('30', 32, '0')::uuid, 1, 2, 30, 40, '[]', 1, 1, '\x0103', 'facenet'),
  (lpad('42', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('21', 32, '0')::uuid, lpad('31', 32, '0')::uuid, 60, 2, 30, 40, '[]', 1, 1, NULL, NULL),
  (lpad('43', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('20', 32, '0')::uuid, NULL, 90, 2, 3, 4, '[]', 0.5, 0, NULL, NULL);
UPDATE "Person" SET "coverFaceId" = lpad('40', 32, '0')::uuid WHERE id = lpad('30', 32, '0')::uuid;
INSERT INTO "Share" (id, "eventId", name, scope, rights, presentation, "opensAt", "expiresAt", "revokedAt", "createdAt") VALUES
  (lpad('50', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Guests', '{"kind": "own-photos"}', '{"view": true, "selfie": true, "preview": true, "original": false, "zip": false, "upload": true, "metadata": false}', '{"watermark": true, "hideLocation": true}', '2026-06-20Z', '2026-09-20Z', NULL, '2026-06-01Z');
INSERT INTO "ShareCode" (id, "shareId", label, "revokedAt", "createdAt") VALUES
  (lpad('51', 32, '0')::uuid, lpad('50', 32, '0')::uuid, 'Table 1', NULL, '2026-06-01Z'),
  (lpad('52', 32, '0')::uuid, lpad('50', 32, '0')::uuid, 'Table 2', '2026-06-21Z', '2026-06-01Z');
INSERT INTO "Guest" (id, "shareCodeId", "consentVersion", "consentedAt", "identifiedAt", "personIds", "faceIds", "createdAt", "seenAt") VALUES
  (lpad('60', 32, '0')::uuid, lpad('51', 32, '0')::uuid, '1', '2026-06-20Z', '2026-06-20Z', ARRAY[lpad('30', 32, '0')::uuid], ARRAY[lpad('43', 32, '0')::uuid], '2026-06-20Z', '2026-06-20Z'),
  (lpad('61', 32, '0')::uuid, lpad('51', 32, '0')::uuid, NULL, NULL, NULL, '{}', '{}', '2026-06-20Z', '2026-06-20Z');
INSERT INTO "DriveImport" (id, "eventId", "folderId", state, error, "createdAt", "finishedAt") VALUES
  (lpad('70', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'folder', 'done', NULL, '2026-06-20Z', '2026-06-20Z'),
  (lpad('71', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'folder', 'failed', 'Drive is full.', '2026-06-20Z', '2026-06-20Z');
INSERT INTO "DriveImportFile" ("driveImportId", "fileId", name, outcome, reason, "photoId") VALUES
  (lpad('70', 32, '0')::uuid, 'drive-file', 'other.jpg', 'imported', NULL, lpad('21', 32, '0')::uuid),
  (lpad('70', 32, '0')::uuid, 'text', 'a.txt', 'skipped', 'It is no photo.', NULL);
