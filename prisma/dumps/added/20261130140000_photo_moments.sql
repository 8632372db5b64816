INSERT INTO "Camera" (id, "eventId", make, model, serial, shift) VALUES
  (lpad('27', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Canon', 'Canon EOS R5', '0123', 0),
  (lpad('28', 32, '0')::uuid, lpad('10', 32, '0')::uuid, 'Apple', 'iPhone 15', '', 3600);
UPDATE "Event" SET zone = 'Europe/Berlin' WHERE id = lpad('10', 32, '0')::uuid;
UPDATE "Photo" SET "clockTime" = '2026-06-20T13:00:00.500', "takenFrom" = 'exif', "cameraId" = lpad('28', 32, '0')::uuid, "metadataVersion" = 1
  WHERE "fileName" = 'other.jpg';
