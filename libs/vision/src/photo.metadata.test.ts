import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';
import { LIMITS } from './testing/shipped.models.js';

type Exif = NonNullable<Parameters<ReturnType<typeof sharp>['withExif']>[0]>;

async function metadataOf(exif: Exif): Promise<Awaited<ReturnType<typeof readMetadata>>> {
  const blank = sharp({ create: { width: 8, height: 6, channels: 3, background: '#777' } });
  return readMetadata(await decodePhoto(await blank.withExif(exif).jpeg().toBuffer(), LIMITS));
}

describe('what a photo says about itself', () => {
  it('tells time, camera and place', async () => {
    const metadata = await metadataOf({
      IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' },
      IFD2: { DateTimeOriginal: '2024:05:01 13:37:09', OffsetTimeOriginal: '+02:00', LensModel: 'EF 50mm' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '52/1 30/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '13/1 15/1 0/1',
      },
    });
    expect(metadata).toMatchObject({
      format: 'jpeg',
      orientation: 1,
      takenAt: '2024-05-01T13:37:09+02:00',
      camera: 'Canon EOS 5D',
      lens: 'EF 50mm',
    });
    expect(metadata.location?.latitude).toBeCloseTo(52.5, 5);
    expect(metadata.location?.longitude).toBeCloseTo(-13.25, 5);
  });

  it('leaves out the time of a camera whose clock was never set', async () => {
    const metadata = await metadataOf({ IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' } });
    expect(metadata.takenAt).toBeUndefined();
  });

  it('leaves out the place of a device without a fix', async () => {
    const zero = '0/1 0/1 0/1';
    const metadata = await metadataOf({
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: zero, GPSLongitudeRef: 'E', GPSLongitude: zero },
    });
    expect(metadata.location).toBeUndefined();
  });

  it('does not fail a photo over a damaged EXIF block', async () => {
    const metadata = await readMetadata({ format: 'jpeg', exif: Uint8Array.of(0x49, 0x49, 0x2a, 0, 255, 255, 255, 9) });
    expect(metadata).toEqual({ format: 'jpeg', orientation: 1 });
  });
});
