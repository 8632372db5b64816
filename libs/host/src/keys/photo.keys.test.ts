import { createDataKey } from '@visage/crypto/data.key';
import { createPhotoKey, openPhotoKey } from '@visage/crypto/photo.key';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { faceCropKey, originalKey, previewKey, uploadKey } from '@visage/storage/object.key';
import { expect, test } from 'vitest';
import { EventErasedError, PhotoKeys } from './photo.keys.js';

const EVENT = 'event-1';
const dataKey = createDataKey();
const box = createPhotoKey(dataKey, EVENT);
const key = openPhotoKey(dataKey, box, EVENT);

/** @param boxes what Postgres answers, one time after the other, and the last one from then on */
function keysOf(
  boxes: readonly (Uint8Array | 'erased' | null)[],
  opening: () => OneOrMore | null = () => [dataKey.slice()],
): { keys: PhotoKeys; asked: () => number; wait: (ms: number) => void } {
  let asked = 0;
  let now = 0;
  const keys = new PhotoKeys(
    {
      findPhotoKey: (id) =>
        Promise.resolve(id === EVENT ? (boxes[Math.min(asked++, boxes.length - 1)] ?? null) : null),
    },
    { openToRead: () => Promise.resolve(opening()) },
    () => now,
  );
  return { keys, asked: () => asked, wait: (ms) => (now += ms) };
}

test('a gallery of encrypted photos asks Postgres once for the key, and again when nobody looked for ten minutes', async () => {
  const { keys, asked, wait } = keysOf([box]);
  for (let n = 0; n < 50; n += 1) {
    expect(await keys.of(EVENT)).toEqual(key);
    wait(9 * 60_000);
  }
  expect(asked()).toBe(1);
  wait(60_000);
  expect(await keys.of('another')).toBeNull(); // any look has those forgotten that were idle
  await keys.of(EVENT);
  expect(asked()).toBe(2);
});

test('who was given the key may overwrite it, and an erased event’s is overwritten at once', async () => {
  const { keys, asked } = keysOf([box, 'erased']);
  (await keys.of(EVENT))?.fill(0);
  expect(await keys.of(EVENT)).toEqual(key);
  keys.forget(EVENT);
  await expect(keys.of(EVENT)).rejects.toBeInstanceOf(EventErasedError);
  expect(asked()).toBe(2);
});

test('a key that was sealed anew in between opens at the second look; one that never opens is an error', async () => {
  const newer = createDataKey();
  const resealed = createPhotoKey(newer, EVENT);
  const rotated = keysOf([box, resealed], () => [newer.slice()]);
  expect(await rotated.keys.of(EVENT)).toEqual(openPhotoKey(newer, resealed, EVENT));
  const foreign = keysOf([box], () => [newer.slice()]);
  await expect(foreign.keys.of(EVENT)).rejects.toBeInstanceOf(SealedBoxError);
  await expect(foreign.keys.of(EVENT)).rejects.toBeInstanceOf(SealedBoxError); // and is not kept as none
  const gone = keysOf([box], () => null);
  await expect(gone.keys.of(EVENT)).rejects.toBeInstanceOf(EventErasedError);
});

test('originals and pictures of the event are sealed; faces and uploads under way are by others, and other files by nobody', async () => {
  const { keys } = keysOf([box]);
  const sha256 = 'a'.repeat(64);
  for (const object of [
    originalKey(EVENT, sha256),
    previewKey(EVENT, 'p1', 'preview', 1),
    `events/${EVENT}/logo.png`,
  ])
    expect(await keys.sealOf(object)).toEqual({ key, owner: EVENT });
  for (const object of [faceCropKey(EVENT, 'f1'), uploadKey(EVENT, 'u1'), 'health/probe'])
    expect(await keys.sealOf(object)).toBeNull();
  const plain = keysOf([null]);
  expect(await plain.keys.sealOf(originalKey(EVENT, sha256))).toBeNull();
  const erased = keysOf(['erased']);
  await expect(erased.keys.sealOf(originalKey(EVENT, sha256))).rejects.toBeInstanceOf(ObjectNotFoundError);
});
