import { expect, test } from 'vitest';
import { z } from 'zod';
import { faceIdOf } from './face.id.js';

const photoId = '019a0000-0000-7000-8000-000000000001';

test('a photo that is worked on twice gets the same faces, not twice as many', () => {
  expect(faceIdOf(photoId, '1:rfb-320@1', 0)).toBe(faceIdOf(photoId, '1:rfb-320@1', 0));
});

test('faces of other places, versions and photos have other ids, each a UUID', () => {
  const other = '019a0000-0000-7000-8000-000000000002';
  const ids = [
    faceIdOf(photoId, 'a', 0),
    faceIdOf(photoId, 'a', 1),
    faceIdOf(photoId, 'b', 0),
    faceIdOf(other, 'a', 0),
  ];
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(z.uuid({ version: 'v5' }).safeParse(id).success, id).toBe(true);
});

test('is the UUID that other programs make of the same namespace and name', () => {
  // Python: uuid.uuid5(uuid.NAMESPACE_DNS, 'x#7')
  expect(faceIdOf('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'x', 7)).toBe(
    '7faa3a0e-c419-50fc-9a98-289cec40de8e',
  );
});
