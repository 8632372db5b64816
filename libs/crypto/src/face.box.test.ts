import { expect, test } from 'vitest';
import { createDataKey } from './data.key.js';
import { openFacePicture, sealFacePicture } from './face.box.js';
import { SealedBoxError } from './sealed.box.js';

const picture = Uint8Array.from([1, 2, 3, 4]);

test('a face is shown as it was cut out', () => {
  const key = createDataKey();
  expect(openFacePicture(key, sealFacePicture(key, picture, 'a', 'crop'), 'a', 'crop')).toEqual(picture);
});

test("one person's face is never shown as another's, even if the stored files are swapped", () => {
  const key = createDataKey();
  const box = sealFacePicture(key, picture, 'a', 'crop');
  expect(() => openFacePicture(key, box, 'b', 'crop')).toThrow(SealedBoxError);
  expect(() => openFacePicture(key, box, 'a', 'aligned')).toThrow(SealedBoxError);
});
