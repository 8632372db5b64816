INSERT INTO "FaceLink" (id, "eventId", "editId", kind, "faceA", "personId") VALUES
  (3, lpad('10', 32, '0')::uuid, lpad('90', 32, '0')::uuid, 'cannot', lpad('42', 32, '0')::uuid, lpad('30', 32, '0')::uuid);
