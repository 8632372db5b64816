import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';
import { LIMITS } from '../testing/shipped.models.js';

type Exif = NonNullable<Parameters<ReturnType<typeof sharp>['withExif']>[0]>;

async function metadataOf(exif: Exif): Promise<ReturnType<typeof readMetadata>> {
  const blank = sharp({ create: { width: 8, height: 6, channels: 3, background: '#777' } });
  return readMetadata(await decodePhoto(await blank.withExif(exif).jpeg().toBuffer(), LIMITS));
}

const EVERYTHING: Exif = {
  IFD0: { Make: 'Canon', Model: 'Canon EOS 5D' },
  IFD2: { DateTimeOriginal: '2024:05:01 13:37:09', OffsetTimeOriginal: '+02:00', LensModel: 'EF 50mm' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '52/1 30/1 0/1',
    GPSLongitudeRef: 'W',
    GPSLongitude: '13/1 15/1 0/1',
  },
};
const KNOWN = {
  format: 'jpeg',
  orientation: 1,
  takenAt: '2024-05-01T13:37:09+02:00',
  takenFrom: 'exif',
  camera: 'Canon EOS 5D',
  device: { make: 'Canon', model: 'Canon EOS 5D', serial: '' },
  lens: 'EF 50mm',
  location: { latitude: 52.5, longitude: -13.25 },
};

async function exifOf(exif: Exif): Promise<Uint8Array> {
  const blank = sharp({ create: { width: 8, height: 6, channels: 3, background: '#777' } });
  const decoded = await decodePhoto(await blank.withExif(exif).jpeg().toBuffer(), LIMITS);
  return decoded.exif ?? new Uint8Array(0);
}

const ASCII = 2;
const SHORT = 3;
type Entry =
  | [tag: number, type: typeof ASCII, text: Uint8Array]
  | [tag: number, type: typeof SHORT, value: number];

/** A TIFF block of one directory, whose texts follow it; the first one's place is written at byte 18. */
function tiffOf(littleEndian: boolean, ...entries: Entry[]): Uint8Array {
  const block = new Uint8Array(8 + 2 + 12 * entries.length + 4 + 1000);
  const view = new DataView(block.buffer);
  block.set(Buffer.from(littleEndian ? 'II' : 'MM'));
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, 8, littleEndian);
  view.setUint16(8, entries.length, littleEndian);
  let texts = 8 + 2 + 12 * entries.length + 4;
  entries.forEach(([tag, type, value], i) => {
    const entry = 10 + 12 * i;
    view.setUint16(entry, tag, littleEndian);
    view.setUint16(entry + 2, type, littleEndian);
    view.setUint32(entry + 4, typeof value === 'number' ? 1 : value.length, littleEndian);
    if (typeof value === 'number') view.setUint16(entry + 8, value, littleEndian);
    else {
      view.setUint32(entry + 8, texts, littleEndian);
      block.set(value, texts);
      texts += value.length;
    }
  });
  return block;
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

  it('does not fail a photo over a damaged EXIF block', () => {
    const metadata = readMetadata({
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
    '0999:01:01 07:08:09',
    '2099:12:31 23:59:59',
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
    ['2024:01:01 07:08:09.25', '2024-01-01T07:08:09.250'],
  ])('reads the time %s', async (time, taken) => {
    expect((await metadataOf({ IFD2: { DateTimeOriginal: time } })).takenAt).toBe(taken);
  });

  it.each([
    ['+02:00', '+02:00'],
    ['-11:30', '-11:30'],
    ['+14:00', '+14:00'],
    ['+14:15', ''],
    ['-12:15', ''],
    ['+99:00', ''],
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
  ])('reads orientation %d as %d', (orientation, told) => {
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
    expect(readMetadata({ format: 'png', exif }).orientation).toBe(told);
    expect(readMetadata({ format: 'png' })).toEqual({ format: 'png', orientation: 1 });
  });

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('is the same in every format: %s', async (format) => {
    const blank = sharp({ create: { width: 8, height: 6, channels: 3, background: '#777' } });
    const bytes = await blank.withExif(EVERYTHING).toFormat(format).toBuffer();
    expect(readMetadata(await decodePhoto(bytes, LIMITS))).toEqual({
      ...KNOWN,
      format,
    });
  });

  it.each(['utf8', 'latin1'] as const)('reads names written in %s', (encoding) => {
    const exif = tiffOf(
      false,
      [0x10f, ASCII, Buffer.from('Société Ü\0', encoding)],
      [0x110, ASCII, Buffer.from('Caméra 5é\0', encoding)],
    );
    expect(readMetadata({ format: 'jpeg', exif }).device).toEqual({
      ...{ make: 'Société Ü', model: 'Caméra 5é', serial: '' },
    });
  });

  it('tells one camera from another of its kind by the serial number', async () => {
    const { device } = await metadataOf({
      IFD0: { Make: 'Canon', Model: 'EOS R5' },
      IFD2: { BodySerialNumber: ' 0123 ' },
    });
    expect(device).toEqual({ make: 'Canon', model: 'EOS R5', serial: '0123' });
  });

  it('is read in either byte order, and in letters of every country', () => {
    for (const littleEndian of [true, false]) {
      const exif = tiffOf(littleEndian, [0x10f, ASCII, Buffer.from('Zoë Ünlü\0')], [0x112, SHORT, 6]);
      expect(readMetadata({ format: 'heic', exif })).toEqual({
        format: 'heic',
        orientation: 6,
        camera: 'Zoë Ünlü',
        device: { make: 'Zoë Ünlü', model: '', serial: '' },
      });
    }
  });
});

describe('an EXIF block that is not what it should be', () => {
  it('says no more than what is whole, wherever it is cut', async () => {
    const exif = await exifOf(EVERYTHING);
    expect(readMetadata({ format: 'jpeg', exif })).toEqual(KNOWN);
    for (let length = 0; length < exif.length; length++) {
      const { camera, device, takenAt, takenFrom, ...rest } = readMetadata({
        ...{ format: 'jpeg' as const, exif: exif.subarray(0, length) },
      });
      expect(['', 'Canon']).toContain(device?.make ?? '');
      expect(takenFrom ?? 'exif').toBe('exif');
      expect([undefined, 'Canon', 'Canon EOS 5D']).toContain(camera);
      expect([undefined, '2024-05-01T13:37:09', '2024-05-01T13:37:09+02:00']).toContain(takenAt);
      expect(KNOWN).toMatchObject(rest);
    }
  });

  it('fails no photo and tells no impossible time or place, whatever was written over it', async () => {
    const exif = await exifOf(EVERYTHING);
    const change = fc.tuple(fc.nat(exif.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = Uint8Array.from(exif);
        for (const [place, byte] of changes) damaged[place] = byte;
        const { takenAt, location } = readMetadata({ format: 'jpeg', exif: damaged });
        if (takenAt !== undefined) expect(Date.parse(takenAt)).not.toBeNaN();
        if (location !== undefined) {
          expect(Math.abs(location.latitude)).toBeLessThanOrEqual(90);
          expect(Math.abs(location.longitude)).toBeLessThanOrEqual(180);
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('names no camera whose name lies outside of it', () => {
    const exif = tiffOf(true, [0x10f, ASCII, Buffer.from('A long enough maker')]);
    new DataView(exif.buffer).setUint32(18, 5000, true);
    expect(readMetadata({ format: 'jpeg', exif })).toEqual({ format: 'jpeg', orientation: 1 });
  });

  it('holds nobody up, however large it is', () => {
    const entries = 65_535;
    const exif = Buffer.alloc(64 << 20, 'x');
    exif.write('II*\0');
    exif.writeUInt32LE(8, 4);
    exif.writeUInt16LE(entries, 8);
    for (let i = 0; i < entries; i++) {
      const entry = 10 + 12 * i;
      exif.writeUInt16LE(0x10f, entry);
      exif.writeUInt16LE(ASCII, entry + 2);
      exif.writeUInt32LE(1_000_000, entry + 4);
      exif.writeUInt32LE(8, entry + 8);
    }
    const start = performance.now();
    expect(readMetadata({ format: 'png', exif }).orientation).toBe(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
