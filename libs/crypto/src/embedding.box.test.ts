import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEmbedding, sealEmbedding } from './embedding.box.js';
import { SealedBoxError, open, seal } from './sealed.box.js';

const key = randomBytes(32);
const owner = { faceId: '7d1f2a36-0000-4000-8000-000000000001', model: 'mobilefacenet' };

test('an embedding survives sealing without losing a bit of any value', () => {
  fc.assert(
    fc.property(fc.float32Array({ maxLength: 512 }), (embedding) => {
      expect(openEmbedding(key, sealEmbedding(key, embedding, owner), owner)).toEqual(embedding);
    }),
  );
});

test('an embedding that is a window into a larger array is sealed alone', () => {
  const batch = Float32Array.from({ length: 30 }, (_, index) => index / 7);
  const opened = openEmbedding(key, sealEmbedding(key, batch.subarray(10, 20), owner), owner);
  expect(opened).toEqual(batch.slice(10, 20));
});

test('values are stored in the box as little-endian float32 on every machine', () => {
  const bytes = open(
    key,
    sealEmbedding(key, Float32Array.of(1), owner),
    JSON.stringify(['embedding', owner.faceId, owner.model]),
  );
  expect([...bytes]).toEqual([0x00, 0x00, 0x80, 0x3f]);
});

test('an embedding never passes for that of another face or another model', () => {
  const box = sealEmbedding(key, Float32Array.of(0.5, -0.5), owner);
  expect(() => openEmbedding(key, box, { ...owner, faceId: '7d1f2a36-0000-4000-8000-000000000002' })).toThrow(
    SealedBoxError,
  );
  expect(() => openEmbedding(key, box, { ...owner, model: 'facenet' })).toThrow(SealedBoxError);
  const odd = seal(key, randomBytes(7), JSON.stringify(['embedding', owner.faceId, owner.model]));
  expect(() => openEmbedding(key, odd, owner)).toThrow(SealedBoxError);
});
