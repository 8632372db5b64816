import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { LIMITS } from '../testing/shipped.models.js';
import { decodePhoto } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';

/** Files that other programs got wrong; larger than what tests make by themselves. */
const cases =
  process.env.VISAGE_CASES ?? fileURLToPath(new URL('../../../../../shared/cases', import.meta.url));
const present = existsSync(`${cases}/files`);

describe.skipIf(!present)(present ? 'files of cameras' : 'files of cameras (skipped: no data)', () => {
  const read = (file: string): Buffer => readFileSync(`${cases}/files/${file}`);

  it.each([
    ['DSC_0001.JPG', 'jpeg'],
    ['missing-end-marker.jpg', 'jpeg'],
    ['primary-is-item-2.heic', 'heic'],
    ['animated.avif', 'avif'],
    ['DSC_0001.NEF', 'raw'],
    ['DSC00002.ARW', 'raw'],
    ['IMG_0003.DNG', 'raw'],
  ])('%s is a photo of 600 x 750', async (file, format) => {
    const photo = await decodePhoto(read(file), LIMITS);
    expect(photo).toMatchObject({ format, width: 600, height: 750 });
  });

  it('without its end marker, a JPEG has the pixels that it has with it; without 300 bytes more, it is damaged', async () => {
    const pixels = async (bytes: Uint8Array): Promise<Buffer> =>
      Buffer.from((await decodePhoto(bytes, LIMITS)).image.data);
    const cut = read('missing-end-marker.jpg');
    expect(Buffer.compare(await pixels(cut), await pixels(read('DSC_0001.JPG')))).toBe(0);
    await expect(pixels(cut.subarray(0, -300))).rejects.toMatchObject({ code: 'corrupt-image' });
  });

  it('the primary picture of a HEIC is the one with the faces, and its camera is read', async () => {
    const photo = await decodePhoto(read('primary-is-item-2.heic'), LIMITS);
    // the first one is a flat colour
    expect(new Set(photo.image.data.subarray(0, 300_000)).size).toBeGreaterThan(100);
    expect(readMetadata(photo).camera).toBeDefined();
  });

  it('a RAW file that cannot be shown is refused by its name', () => {
    return expect(decodePhoto(read('P1010004.ORF'), LIMITS)).rejects.toSatisfy(
      (error) => error instanceof PhotoError && /a RAW file of Olympus \(\.ORF\)/.test(error.reason),
    );
  });
});
