UPDATE "ShareCode" SET rights = '{"upload": false}', "shortHash" = 'hash', "shortBox" = '\x01', opens = 3, "lastUsedAt" = '2026-06-20Z'
  WHERE id = lpad('51', 32, '0')::uuid;
