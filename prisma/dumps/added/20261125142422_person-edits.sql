UPDATE "Person" SET "hiddenAt" = '2026-06-20Z' WHERE id = lpad('31', 32, '0')::uuid;
UPDATE "Person" SET "coverChosen" = true WHERE id = lpad('30', 32, '0')::uuid;
INSERT INTO "PersonEdit" (id, "eventId", "userId", kind, detail, before, "createdAt", "undoneAt") VALUES
  (lpad('90', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('2', 32, '0')::uuid, 'part', '{"personId": "00000000-0000-0000-0000-000000000030", "name": "Ann", "count": 1}', '{"people": [{"id": "00000000-0000-0000-0000-000000000030", "name": "Ann", "coverFaceId": null, "coverChosen": false, "hiddenAt": null}], "faces": [{"id": "00000000-0000-0000-0000-000000000042", "personId": "00000000-0000-0000-0000-000000000030"}]}', '2026-06-20Z', NULL),
  (lpad('91', 32, '0')::uuid, lpad('10', 32, '0')::uuid, NULL, 'name', '{"personId": null, "name": null}', '{"people": [], "faces": []}', '2026-06-20Z', '2026-06-21Z');
INSERT INTO "FaceLink" ("eventId", "editId", kind, "faceA", "faceB") VALUES
  (lpad('10', 32, '0')::uuid, lpad('90', 32, '0')::uuid, 'cannot', lpad('42', 32, '0')::uuid, lpad('40', 32, '0')::uuid),
  (lpad('10', 32, '0')::uuid, lpad('90', 32, '0')::uuid, 'cannot', lpad('42', 32, '0')::uuid, lpad('41', 32, '0')::uuid);
