update "Event" set "keyRevision" = 2, "keyRotatedAt" = '2026-12-01 03:00:00+00' where "erasedAt" is null;
update "KeyStoreMark" set secrets = true;
