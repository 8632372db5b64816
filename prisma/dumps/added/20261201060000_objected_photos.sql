INSERT INTO "ObjectedPhoto" ("objectionId", "photoId")
  SELECT o.id, p.id FROM "Objection" o JOIN "Photo" p ON p."eventId" = o."eventId" WHERE o.state = 'waiting' AND p."fileName" = 'ready.jpg';
