INSERT INTO "PersonEdit" (id, "eventId", "guestId", kind, "photoId", waiting, detail, before, "createdAt") VALUES
  (lpad('92', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('60', 32, '0')::uuid, 'notMe', lpad('20', 32, '0')::uuid, false, '{"personId": null, "name": null}', '{"people": [], "faces": []}', '2026-06-20Z'),
  (lpad('93', 32, '0')::uuid, lpad('10', 32, '0')::uuid, lpad('60', 32, '0')::uuid, 'mine', lpad('21', 32, '0')::uuid, true, '{"personId": null, "name": null, "faceId": "00000000-0000-0000-0000-000000000042"}', '{"people": [], "faces": []}', '2026-06-20Z');
