import { describe, expect, test } from 'vitest';
import { ObjectKeyError } from './object.error.js';
import {
  eventPrefix,
  faceAlignedKey,
  faceCropKey,
  incomingKey,
  logoKey,
  originalKey,
  previewKey,
  previewPrefix,
  uploadKey,
  watermarkedKey,
  blurredKey,
} from './object.key.js';

const EVENT = '0196f3a0-0000-7000-8000-00000000e1e1';
const ID = '0196f3a0-0000-7000-8000-0000000000c7';
const SHA256 = `ab${'cd'.repeat(31)}`;

describe('what is stored', () => {
  // A change would lose objects that are already stored.
  test.each([
    [`originals/ab/${SHA256}`, () => originalKey(EVENT, SHA256)],
    [`incoming/${ID}`, () => incomingKey(EVENT, ID)],
    [`uploads/${ID}`, () => uploadKey(EVENT, ID)],
    [`previews/c7/${ID}/preview-v0.webp`, () => previewKey(EVENT, ID, 'preview', 0)],
    [`previews/c7/${ID}/thumbnail-v12.webp`, () => previewKey(EVENT, ID, 'thumbnail', 12)],
    [`previews/c7/${ID}/`, () => previewPrefix(EVENT, ID)],
    [
      `previews/c7/${ID}/preview-v3-wMark_1.webp`,
      () => watermarkedKey(previewKey(EVENT, ID, 'preview', 3), 'Mark_1'),
    ],
    [`previews/c7/${ID}/blurred-Mark_1-preview.webp`, () => blurredKey(EVENT, ID, 'preview', 'Mark_1')],
    [`previews/c7/${ID}/blurred-Mark_1-original.jpg`, () => blurredKey(EVENT, ID, 'original', 'Mark_1')],
    ['logo.png', () => logoKey(EVENT)],
    [`faces/c7/${ID}/crop`, () => faceCropKey(EVENT, ID)],
    [`faces/c7/${ID}/aligned`, () => faceAlignedKey(EVENT, ID)],
  ])('is stored within its event: %s', (place, make) => {
    const key = make();
    expect(key).toBe(`events/${EVENT}/${place}`);
    expect(key.startsWith(eventPrefix(EVENT))).toBe(true);
  });

  test.each(['', '..', 'a/b', 'a.b', 'ä', 'x'.repeat(65), `${ID}\n`])(
    'has no id that leads elsewhere: %j',
    (id) => {
      const made = [
        () => eventPrefix(id),
        () => incomingKey(EVENT, id),
        () => uploadKey(EVENT, id),
        () => previewKey(EVENT, id, 'preview', 1),
        () => previewPrefix(EVENT, id),
        () => watermarkedKey(previewKey(EVENT, ID, 'preview', 1), id),
        () => blurredKey(EVENT, ID, 'original', id),
        () => faceCropKey(EVENT, id),
        () => faceAlignedKey(EVENT, id),
      ];
      for (const make of made) expect(make).toThrow(ObjectKeyError);
    },
  );

  test.each(['', SHA256.toUpperCase(), SHA256.slice(1), `${SHA256}0`, `../${SHA256}`])(
    'is no original without a whole hash: %j',
    (sha256) => {
      expect(() => originalKey(EVENT, sha256)).toThrow(ObjectKeyError);
    },
  );

  test.each([-1, 0.5, Number.NaN, Infinity])('has no version %d', (version) => {
    expect(() => previewKey(EVENT, ID, 'preview', version)).toThrow(ObjectKeyError);
  });
});
