import type { Box } from '@visage/contracts/geometry.contract';
import { expect, test } from 'vitest';
import { createDataKey } from './data.key.js';
import { openFacePlace, resealFacePlace, sealFacePlace, tryOpenFacePlace } from './face-place.box.js';
import { SealedBoxError, seal } from './sealed.box.js';

const box: Box = [-3.25, 1041.7312345678901, 64.1, 80.00000001];

test('a face is where it was found, to the last digit', () => {
  const key = createDataKey();
  expect(openFacePlace(key, sealFacePlace(key, box, 'a'), 'a')).toEqual(box);
});

test('the place of one face is never taken for that of another, and what is damaged is nowhere', () => {
  const key = createDataKey();
  const place = sealFacePlace(key, box, 'a');
  expect(tryOpenFacePlace(key, place, 'b')).toBeNull();
  expect(tryOpenFacePlace(createDataKey(), place, 'a')).toBeNull();
  expect(tryOpenFacePlace(key, place.subarray(0, -1), 'a')).toBeNull();
  const short = seal(key, new Uint8Array(24), JSON.stringify(['face', 'a', 'place']));
  expect(() => openFacePlace(key, short, 'a')).toThrow(SealedBoxError);
});

test('sealed places are as long as each other, whatever they say, and no two are alike', () => {
  const key = createDataKey();
  const [one, again, other] = [box, box, [0, 0, 1, 1] as Box].map((at) => sealFacePlace(key, at, 'a'));
  expect([one?.length, other?.length]).toEqual([61, 61]);
  expect(one).not.toEqual(again);
});

test('a new key opens what was sealed anew, and the one before does not', () => {
  const [former, newest] = [createDataKey(), createDataKey()];
  const resealed =
    resealFacePlace([newest, former], sealFacePlace(former, box, 'a'), 'a') ?? new Uint8Array();
  expect(openFacePlace(newest, resealed, 'a')).toEqual(box);
  expect(tryOpenFacePlace(former, resealed, 'a')).toBeNull();
  expect(resealFacePlace([newest, former], resealed, 'a')).toBeNull();
});

test('a place that was sealed years ago still opens', () => {
  // Independently computed with AES-256-GCM: a change would lose where every face is.
  const place =
    '0109090909090909090909090927858494bef0395ea062cb38e6eaa39fd4b063f334eec9806fae46a6d574453a575ab98600ff08d2024b5c35b69cdf9a';
  expect(openFacePlace(new Uint8Array(32).fill(7), Buffer.from(place, 'hex'), 'a')).toEqual([1.5, 2, 30, 40]);
});
