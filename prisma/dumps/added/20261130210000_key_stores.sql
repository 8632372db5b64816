insert into "KeyStoreMark" (id, "storeId") values (1, '01900000-0000-7000-8000-00000000a001');
