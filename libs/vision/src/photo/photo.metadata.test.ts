import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';
import { LIMITS } from '../testing/shipped.models.js';

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
    const metadata = await readMetadata({
      format: 'jpeg',
      exif: Uint8Array.of(0x49, 0x49, 0x2a, 0, 255, 255, 255, 9),
    });
    expect(metadata).toEqual({ format: 'jpeg', orientation: 1 });
  });

  it.each([
    '2024:02:30 12:00:00',
    '2023:02:29 12:00:00',
    '2024:04:31 12:00:00',
    '2024:13:01 12:00:00',
    '2024:00:10 12:00:00',
    '2024:05:00 12:00:00',
    '2024:05:01 24:00:00',
    '2024:05:01 25:00:00',
    '2024:05:01 12:60:00',
    '2024:05:01 12:00:60',
    '2024:05:01',
    'yesterday',
    '24:05:01 12:00:00',
    '    :  :     :  :  ',
    'at 2024:05:01 12:00:00',
  ])('accepts no such time as %s, and fails no photo over it', async (time) => {
    expect(await metadataOf({ IFD2: { DateTimeOriginal: time } })).toEqual({
      format: 'jpeg',
      orientation: 1,
    });
  });

  it.each([
    ['2024:02:29 23:59:59', '2024-02-29T23:59:59'],
    ['2024-12-31 00:00:00', '2024-12-31T00:00:00'],
    ['2024:01:01T07:08:09', '2024-01-01T07:08:09'],
    ['2024:01:01 07:08:09.25', '2024-01-01T07:08:09'],
    ['0999:01:01 07:08:09', '0999-01-01T07:08:09'],
  ])('reads the time %s', async (time, taken) => {
    expect((await metadataOf({ IFD2: { DateTimeOriginal: time } })).takenAt).toBe(taken);
  });

  it.each([
    ['+02:00', '+02:00'],
    ['-11:30', '-11:30'],
    [' ', ''],
    ['Z', ''],
    ['+2:00', ''],
    ['2024+02:00', ''],
    ['+02:00:00', ''],
  ])('reads an offset of "%s" only if it is one', async (offset, told) => {
    const metadata = await metadataOf({
      IFD2: { DateTimeOriginal: '2024:05:01 13:37:09', OffsetTimeOriginal: offset },
    });
    expect(metadata.takenAt).toBe(`2024-05-01T13:37:09${told}`);
  });

  it('uses the time of digitising if that of taking is missing, and no other', async () => {
    const [taken, digitised] = ['2024:05:01 13:37:09', '2024:06:01 13:37:09'];
    expect((await metadataOf({ IFD2: { DateTimeDigitized: digitised } })).takenAt).toBe(
      '2024-06-01T13:37:09',
    );
    expect(
      (await metadataOf({ IFD2: { DateTimeOriginal: taken, DateTimeDigitized: digitised } })).takenAt,
    ).toBe('2024-05-01T13:37:09');
    expect((await metadataOf({ IFD0: { DateTime: taken } })).takenAt).toBeUndefined();
  });

  it.each([
    [{ Make: 'Canon' }, 'Canon'],
    [{ Model: 'Pixel 8' }, 'Pixel 8'],
    [{ Make: 'Google', Model: 'Pixel 8' }, 'Google Pixel 8'],
    [{ Make: 'NIKON CORPORATION', Model: 'Nikon D850' }, 'Nikon D850'],
    [{ Make: 'Eastman Kodak', Model: 'Kodak V1' }, 'Eastman Kodak Kodak V1'],
    [{ Make: '  Canon  ', Model: ' EOS R5 ' }, 'Canon EOS R5'],
    [{ Make: '   ', Model: 'X100' }, 'X100'],
    [{ Make: ' ', Model: ' ' }, undefined],
  ])('names the camera %o', async (IFD0, name) => {
    expect((await metadataOf({ IFD0 })).camera).toBe(name);
  });

  it('keeps no more of a name than fits on a line', async () => {
    expect((await metadataOf({ IFD2: { LensModel: 'x'.repeat(201) } })).lens).toBe('x'.repeat(200));
    expect((await metadataOf({ IFD2: { LensModel: ' ' } })).lens).toBeUndefined();
    expect(Object.keys(await metadataOf({}))).toEqual(['format', 'orientation']);
  });

  it.each([
    ['90/1 0/1 0/1', '180/1 0/1 0/1', { latitude: 90, longitude: 180 }],
    ['0/1 0/1 0/1', '13/1 0/1 0/1', { latitude: 0, longitude: 13 }],
    ['52/1 0/1 0/1', '0/1 0/1 0/1', { latitude: 52, longitude: 0 }],
    ['91/1 0/1 0/1', '13/1 0/1 0/1', undefined],
    ['52/1 0/1 0/1', '181/1 0/1 0/1', undefined],
    ['52/1 0/1 0/1', '0/0 0/0 0/0', undefined],
    ['0/0 0/0 0/0', '13/1 0/1 0/1', undefined],
  ])('reads a place of %s and %s only if it is one', async (GPSLatitude, GPSLongitude, location) => {
    for (const [latitudeRef, longitudeRef, sign] of [
      ['N', 'E', 1],
      ['S', 'W', -1],
    ] as const) {
      const metadata = await metadataOf({
        IFD3: { GPSLatitudeRef: latitudeRef, GPSLatitude, GPSLongitudeRef: longitudeRef, GPSLongitude },
      });
      const place = location && {
        latitude: expect.closeTo(sign * location.latitude, 9) as number,
        longitude: expect.closeTo(sign * location.longitude, 9) as number,
      };
      if (place === undefined) expect(metadata.location).toBeUndefined();
      else expect(metadata.location).toEqual(place);
    }
  });

  it.each([
    [1, 1],
    [6, 6],
    [8, 8],
    [9, 1],
    [0, 1],
  ])('reads orientation %d as %d', async (orientation, told) => {
    // little-endian TIFF of one entry: tag 274, SHORT
    const exif = Uint8Array.of(
      0x49,
      0x49,
      0x2a,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      1,
      3,
      0,
      1,
      0,
      0,
      0,
      orientation,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
    );
    expect((await readMetadata({ format: 'png', exif })).orientation).toBe(told);
    expect(await readMetadata({ format: 'png' })).toEqual({ format: 'png', orientation: 1 });
  });
});
