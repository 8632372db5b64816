UPDATE "Event" SET accent = '#8c2f4b' WHERE id = lpad('10', 32, '0')::uuid;
