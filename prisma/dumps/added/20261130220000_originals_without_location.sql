UPDATE "Photo" SET "blanks" = decode(repeat('0a', 52), 'hex') WHERE "fileName" = 'ready.nef';
