import { describe, expect, it } from 'vitest';
import { convertDisplayP3, isDisplayP3 } from '../image/display-p3.convert.js';
import { decodeHeic } from './heic.decode.js';
import { isCutOff } from './iso.boxes.js';
import { decodePhoto, readHeader } from './photo.decode.js';
import { TINY_HEIC, TINY_HEIC_BLUE, TINY_HEIC_RED } from '../testing/tiny.heic.js';
import { heifFile } from '../testing/heif.file.js';
import { LIMITS } from '../testing/shipped.models.js';
import { readMetadata } from './photo.metadata.js';

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const P3 = Uint8Array.from([...new Array<number>(300).fill(0), ...ascii('Display P3'), 0, 7]);

function colours(data: Uint8Array): [number[], number[]] {
  const at = (x: number, y: number): number[] => [...data.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3)];
  return [at(5, 8), at(26, 8)];
}

function expectColours(data: Uint8Array, red: readonly number[], blue: readonly number[]): void {
  expect(colours(data)).toEqual(
    [red, blue].map((colour) => colour.map((value) => expect.closeTo(value, -0.9) as number)),
  );
}

/** A phone's P3 colours in sRGB, by way of XYZ (CSS Color 4). */
function p3ToSrgb(colour: readonly number[]): number[] {
  const [r = 0, g = 0, b = 0] = colour.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  );
  const x = 0.4865709486 * r + 0.2656676932 * g + 0.1982172852 * b;
  const y = 0.2289745641 * r + 0.6917385218 * g + 0.0792869141 * b;
  const z = 0.0451133819 * g + 1.0439443689 * b;
  const linear = [
    3.2409699419 * x - 1.5373831776 * y - 0.4986107603 * z,
    -0.9692436363 * x + 1.8759675015 * y + 0.0415550574 * z,
    0.0556300797 * x - 0.2039769589 * y + 1.0569715142 * z,
  ];
  return linear.map(
    (value) =>
      255 * Math.min(1, Math.max(0, value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)),
  );
}

describe('a HEIC photo', () => {
  it('is decoded into the colours it was made of, also through the public entry point', async () => {
    const { width, height, data } = await decodeHeic(TINY_HEIC, LIMITS);
    expect([width, height, data.length]).toEqual([32, 16, 32 * 16 * 3]);
    expectColours(data, TINY_HEIC_RED, TINY_HEIC_BLUE);
    const photo = await decodePhoto(TINY_HEIC, LIMITS);
    expect(photo).toMatchObject({ format: 'heic', width: 32, height: 16, image: { width: 32, height: 16 } });
    expect(photo.image.data).toEqual(data);
  });

  it('from a phone that writes Display P3 is converted to sRGB, any other is left unchanged', async () => {
    expect(
      [TINY_HEIC_RED, TINY_HEIC_BLUE]
        .map(p3ToSrgb)
        .flat()
        .map((value, i) => Math.abs(value - ([...TINY_HEIC_RED, ...TINY_HEIC_BLUE][i] ?? 0)) > 8),
    ).toContain(true);
    expectColours(
      (await decodeHeic(TINY_HEIC, LIMITS, P3)).data,
      p3ToSrgb(TINY_HEIC_RED),
      p3ToSrgb(TINY_HEIC_BLUE),
    );
    expectColours(
      (await decodeHeic(TINY_HEIC, LIMITS, Uint8Array.from(ascii('sRGB IEC61966-2.1')))).data,
      TINY_HEIC_RED,
      TINY_HEIC_BLUE,
    );
  });

  it('has its pixels counted before it is decoded: up to the limit, and not one more', async () => {
    expect((await decodeHeic(TINY_HEIC, { ...LIMITS, maxPixels: 512 })).width).toBe(32);
    await expect(decodeHeic(TINY_HEIC, { ...LIMITS, maxPixels: 511 })).rejects.toMatchObject({
      code: 'too-many-pixels',
      reason: expect.stringContaining('32x16') as string,
    });
  });

  it('that takes too long is given up, with the time that was allowed', async () => {
    await expect(decodeHeic(TINY_HEIC, { ...LIMITS, timeoutMs: 1 })).rejects.toMatchObject({
      code: 'timeout',
      reason: expect.stringContaining('0.001 s') as string,
    });
  });

  it('that is damaged inside is refused as such', async () => {
    const damaged = TINY_HEIC.slice();
    damaged.fill(0xff, 40, 300);
    await expect(decodeHeic(damaged, LIMITS)).rejects.toMatchObject({
      code: 'corrupt-image',
      reason: expect.stringContaining('damaged') as string,
    });
  });

  it('of a brand that the decoder does not know, but that claims to be compatible, is decoded, and left unmodified', async () => {
    const renamed = TINY_HEIC.slice();
    renamed.set(ascii('heis'), 8);
    const before = renamed.slice();
    expectColours((await decodeHeic(renamed, LIMITS)).data, TINY_HEIC_RED, TINY_HEIC_BLUE);
    expect(renamed).toEqual(before);
  });

  it('lets the process exit once it is decoded: no thread is left', async () => {
    const threads = (): number =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort' || kind === 'Worker').length;
    const before = threads();
    await decodeHeic(TINY_HEIC, LIMITS);
    await expect.poll(threads).toBe(before);
  });

  it('that was cut off inside its own boxes is refused, one with an odd end is not', async () => {
    await expect(readHeader(TINY_HEIC.subarray(0, TINY_HEIC.length - 1), LIMITS)).rejects.toMatchObject({
      code: 'corrupt-image',
    });
    const longer = Uint8Array.from([...TINY_HEIC, 0, 0, 9, 0, ...ascii('sefd'), 1, 2, 3]);
    expect(await readHeader(longer, LIMITS)).toMatchObject({ format: 'heic', width: 32, height: 16 });
  });
});

describe('a HEIC of several pictures', () => {
  const columnsOf = (data: Uint8Array, width: number): number[][] =>
    [5, width - 5].map((x) => [...data.subarray((8 * width + x) * 3, (8 * width + x) * 3 + 3)]);

  it('is shown by its primary one, wherever that stands, and described by what belongs to it', async () => {
    const exif = (maker: string): Uint8Array =>
      Uint8Array.from([
        ...ascii('MM'),
        0,
        42,
        0,
        0,
        0,
        8,
        0,
        1,
        1,
        15,
        0,
        2,
        0,
        0,
        0,
        4,
        ...ascii(maker),
        0,
        0,
        0,
        0,
      ]);
    const pictures = [{ exif: exif('one\0') }, { turned: 2, exif: exif('two\0') }] as const;
    for (const [primary, maker, [left, right]] of [
      [0, 'one', [TINY_HEIC_RED, TINY_HEIC_BLUE]],
      [1, 'two', [TINY_HEIC_BLUE, TINY_HEIC_RED]],
    ] as const) {
      const photo = await decodePhoto(heifFile(pictures, primary), LIMITS);
      const wanted = [left, right].map((colour) =>
        colour.map((value) => expect.closeTo(value, -0.9) as number),
      );
      expect(columnsOf(photo.image.data, photo.width)).toEqual(wanted);
      expect(readMetadata(photo).camera).toBe(maker);
    }
  });

  it('lies on white where it is transparent, whether its colours are multiplied already or not', async () => {
    const opaque = columnsOf((await decodeHeic(heifFile([{}], 0), LIMITS)).data, 64);
    const straight = columnsOf((await decodeHeic(heifFile([{ transparent: true }], 0), LIMITS)).data, 64);
    // the brightness of a colour (BT.601) is how opaque it is
    const alphas = opaque.map(([r = 0, g = 0, b = 0]) => (0.299 * r + 0.587 * g + 0.114 * b) / 255);
    const close = (value: number): number => expect.closeTo(value, -1) as number;
    expect(straight).toEqual(
      opaque.map((colour, i) =>
        colour.map((v) => close(v * (alphas[i] ?? 0) + 255 * (1 - (alphas[i] ?? 0)))),
      ),
    );
    const multiplied = heifFile([{ transparent: true, premultiplied: true }], 0);
    const added = columnsOf((await decodeHeic(multiplied, LIMITS)).data, 64);
    expect(added).toEqual(
      opaque.map((colour, i) => colour.map((v) => close(Math.min(255, v + 255 * (1 - (alphas[i] ?? 0)))))),
    );
  });
});

describe('Display P3', () => {
  it('is recognised by its name, in ASCII and in UTF-16, anywhere in the head of the profile', () => {
    const wide = Uint8Array.from([0, ...ascii('Display P3').flatMap((letter) => [letter, 0])]);
    expect([P3, wide].map(isDisplayP3)).toEqual([true, true]);
    expect([undefined, new Uint8Array(0), Uint8Array.from(ascii('Display Q3'))].map(isDisplayP3)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('becomes sRGB colour by colour, clipped at the limits of sRGB', () => {
    const made = Array.from({ length: 300 }, (_, i) => [(i * 37) % 256, (i * 101) % 256, (i * 211) % 256]);
    for (const colour of [
      ...made,
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
      [3, 2, 1],
      [128, 128, 128],
    ]) {
      const rgb = Uint8Array.from([9, 9, 9, ...colour]);
      convertDisplayP3(rgb);
      p3ToSrgb(colour).forEach((value, channel) =>
        expect(Math.abs((rgb[3 + channel] ?? NaN) - value), colour.join()).toBeLessThan(1.3),
      );
    }
  });
});

describe('the boxes of a file', () => {
  const box = (type: string, length: number, ...content: number[]): number[] => [
    (length >> 24) & 255,
    (length >> 16) & 255,
    (length >> 8) & 255,
    length & 255,
    ...ascii(type),
    ...content,
  ];
  const cut = (...boxes: number[][]): boolean => isCutOff(Uint8Array.from(boxes.flat()));

  it('say whether the file was cut off', () => {
    for (const type of ['ftyp', 'meta', 'mdat']) {
      expect(cut(box('free', 8), box(type, 10, 1, 2))).toBe(false);
      expect(cut(box('free', 8), box(type, 10, 1))).toBe(true);
    }
    expect(cut(box('ftyp', 9, 1), box('moov', 99))).toBe(false); // what a device appends may be anything
    expect(cut(box('ftyp', 9, 1), box('mdat', 99))).toBe(true);
    expect(cut()).toBe(false);
    expect(cut([0, 0, 0, 9, 0x6d, 0x64, 0x61])).toBe(false);
  });

  it('may extend to the end of the file, or have a 64-bit length', () => {
    const long = (length: number, type: string, ...content: number[]): number[] =>
      box(type, 1, 0, 0, 0, 0, 0, 0, 0, length, ...content);
    expect(cut(box('mdat', 0, 1, 2, 3))).toBe(false);
    expect([cut(long(18, 'mdat', 1, 2)), cut(long(19, 'mdat', 1, 2)), cut(long(19, 'free', 1, 2))]).toEqual([
      false,
      true,
      false,
    ]);
    expect(cut(long(18, 'free', 1, 2), box('mdat', 9))).toBe(true);
    expect(cut(box('mdat', 1, 0, 0, 0, 0, 0, 0, 0))).toBe(true); // even its length is incomplete
    expect(cut(box('free', 1, 0, 0, 0, 0, 0, 0, 0))).toBe(false);
    expect(cut(box('free', 7), box('mdat', 99))).toBe(false); // shorter than its own header: not a box
    expect(cut(long(7, 'free'), box('mdat', 99))).toBe(false);
    expect(cut(box('free', 8), box('mdat', 99))).toBe(true);
  });

  it('are read in place, even inside a larger buffer', () => {
    const inside = Uint8Array.from([9, 9, 9, ...box('mdat', 10, 1, 2), 9, 9]).subarray(3, 13);
    expect(isCutOff(inside)).toBe(false);
    expect(isCutOff(inside.subarray(0, 9))).toBe(true);
  });
});
