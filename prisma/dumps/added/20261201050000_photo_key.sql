update "Event" set "photoKey" = '\x01' where "erasedAt" is null;
