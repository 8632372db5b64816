import { createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEALED_BOX_OVERHEAD, SealedBoxError, open, seal } from './sealed.box.js';

const key = randomBytes(32);

test('whatever is sealed comes out bit for bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.string(), (plaintext, aad) => {
      const box = seal(key, plaintext, aad);
      expect(box).toHaveLength(plaintext.length + SEALED_BOX_OVERHEAD);
      expect(open(key, box, aad)).toEqual(plaintext);
    }),
  );
});

test('a change of any single byte of a box is noticed', () => {
  const box = seal(key, randomBytes(40), 'face 1');
  for (let index = 0; index < box.length; index += 1) {
    const changed = box.slice();
    changed[index] = (changed[index] ?? 0) ^ 0x80;
    expect(() => open(key, changed, 'face 1'), `byte ${index}`).toThrow(SealedBoxError);
  }
});

test('a truncated box, another owner or another key does not open', () => {
  const box = seal(key, randomBytes(40), 'face 1');
  for (const length of [0, 1, 28, box.length - 1]) {
    expect(() => open(key, box.subarray(0, length), 'face 1')).toThrow(SealedBoxError);
  }
  expect(() => open(key, box, 'face 2')).toThrow(SealedBoxError);
  expect(() => open(randomBytes(32), box, 'face 1')).toThrow(SealedBoxError);
});

test('two boxes of the same thing look unrelated', () => {
  const boxes = Array.from({ length: 50 }, () =>
    Buffer.from(seal(key, Buffer.alloc(32), 'x')).toString('hex'),
  );
  expect(new Set(boxes.map((box) => box.slice(2, 26))).size).toBe(50);
});

test('a box is plain AES-256-GCM as described, so another program can open it', () => {
  const box = seal(key, Buffer.from('bride'), 'face 1');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, 13));
  decipher.setAAD(Buffer.concat([Buffer.from([1]), Buffer.from('face 1')]));
  decipher.setAuthTag(box.subarray(-16));
  expect(Buffer.concat([decipher.update(box.subarray(13, -16)), decipher.final()]).toString()).toBe('bride');
});
