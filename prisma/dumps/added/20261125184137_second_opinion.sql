UPDATE "Face" SET second = '\x0d', "secondModel" = 'snn' WHERE id = lpad('40', 32, '0')::uuid;
