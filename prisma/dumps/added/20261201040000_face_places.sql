update "Face" set place = '\x0107', x = null, y = null, width = null, height = null where id = lpad('41', 32, '0')::uuid;
update "PersonEdit" set place = '\x0108' where kind = 'mine';
