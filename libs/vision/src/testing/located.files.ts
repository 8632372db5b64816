/** @module Files that tell where they were taken in ways that programs seldom write: put together byte by byte. */
import sharp from 'sharp';
import { crc32 } from 'node:zlib';
import { asciiValue, directoryAt, tiffBlock, type BlockDirectory } from './tiff.block.js';

const TAG = { make: 0x010f, exif: 0x8769, gps: 0x8825, note: 0x927c };

export async function plainJpeg(background = '#5080a0'): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 96, height: 64, channels: 3, background, noise } })
    .jpeg()
    .toBuffer();
}

/** Segments behind the first two bytes. */
export function withSegments(jpeg: Buffer, ...segments: [marker: number, data: Uint8Array][]): Buffer {
  const all = segments.map(([marker, data]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...all, jpeg.subarray(2)]);
}

export function exifSegment(block: Uint8Array): [number, Buffer] {
  return [0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block])];
}

function rationals(values: readonly number[], bigEndian: boolean) {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => {
    for (const [at, number] of [
      [i * 8, Math.round(value * 100)],
      [i * 8 + 4, 100],
    ] as const)
      if (bigEndian) bytes.writeUInt32BE(number, at);
      else bytes.writeUInt32LE(number, at);
  });
  return { type: 5, count: values.length, bytes };
}

/** 52 degrees 31 minutes 12 seconds North, 13 degrees 24 minutes East. */
export function gpsDirectory(bigEndian: boolean): BlockDirectory {
  return {
    0: { type: 1, count: 4, bytes: Uint8Array.of(2, 3, 0, 0) },
    1: asciiValue('N'),
    2: rationals([52, 31, 12], bigEndian),
    3: asciiValue('E'),
    4: rationals([13, 24, 0], bigEndian),
  };
}

/** @param note what the maker of the camera writes */
export function exifBlock({
  bigEndian = false,
  make = 'Visage',
  note,
}: { bigEndian?: boolean; make?: string; note?: (at: number) => Uint8Array } = {}): Buffer {
  return tiffBlock(
    {
      [TAG.make]: asciiValue(make),
      [TAG.exif]: {
        directory: { 0x9003: asciiValue('2026:06:20 15:04:05'), ...(note && { [TAG.note]: { note } }) },
      },
      [TAG.gps]: { directory: gpsDirectory(bigEndian) },
      // behind the pointer, as Windows does
      0xea1c: { type: 7, count: 12, bytes: Buffer.alloc(12) },
    },
    bigEndian,
  );
}

/** Pictures behind each other, of which the first says where they are (CIPA DC-007). */
export function severalJpegs(first: Buffer, second: Buffer): Buffer {
  const index = (bytes: number, at: number): [number, Buffer] => {
    const pictures = Buffer.alloc(32);
    pictures.writeUInt32LE(0x20030000, 0);
    pictures.writeUInt32LE(bytes, 4);
    pictures.writeUInt32LE(second.length, 20);
    pictures.writeUInt32LE(at, 24);
    const block = tiffBlock({
      0xb000: { type: 7, count: 4, bytes: Buffer.from('0100') },
      0xb001: { type: 4, count: 1, bytes: Uint8Array.of(2, 0, 0, 0) },
      0xb002: { type: 7, count: 32, bytes: pictures },
    });
    return [0xe2, Buffer.concat([Buffer.from('MPF\0'), block])];
  };
  const { length } = withSegments(first, index(0, 0));
  // counted from the index's own structure, behind two bytes, marker, length and name
  return Buffer.concat([withSegments(first, index(length, length - 10)), second]);
}

const text = (length: number, value: string) => ({
  ...{ type: 7, count: length },
  bytes: Buffer.from(value.padEnd(length, '\0'), 'latin1'),
});

/** Its values are counted from the beginning of the block. */
export function panasonicNote(at: number): Buffer {
  const directory: BlockDirectory = {
    0x25: text(16, 'serial'),
    0x67: text(64, 'Spree'),
    0x69: text(72, 'Germany'),
    0x6b: text(72, 'Brandenburg'),
    0x6d: text(72, 'Berlin'),
    0x6f: text(128, 'Tower'),
    0x8000: text(4, '0130'),
  };
  return Buffer.concat([Buffer.from('Panasonic\0\0\0'), directoryAt(directory, at + 12, false, false)]);
}

/** It has a structure of its own. */
export function nikonNote(): Buffer {
  const place = Buffer.concat([Buffer.from([0, 0, 0]), Buffer.from('DE\0\0\0\0'), Buffer.alloc(70)]);
  place.write('Berlin', 9, 'latin1');
  const block = tiffBlock(
    { 0x01: text(4, '0210'), 0x39: { type: 7, count: place.length, bytes: place } },
    true,
  );
  return Buffer.concat([Buffer.from('Nikon\0\x02\x10\0\0', 'latin1'), block]);
}

export function samsungNote(): Buffer {
  return directoryAt({ 0x01: text(4, '0100'), 0x30: asciiValue('Berlin Mitte') }, 0, false);
}

/** Of an ISO base media file. */
export function box(type: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** As it lies behind a motion photo: with its place as Android and as Apple write it. @param track of positions */
export function locatedVideo(track = ''): Buffer {
  const place = Buffer.from('+52.5200+013.4000/');
  const name = Buffer.from('com.apple.quicktime.location.ISO6709');
  const other = Buffer.from('com.apple.quicktime.make');
  const value = (content: Buffer): Buffer => box('data', uint32(1), uint32(0), content);
  const item = (number: number, content: Buffer): Buffer =>
    Buffer.concat([uint32(content.length + 8), uint32(number), content]);
  return Buffer.concat([
    box('ftyp', Buffer.from('mp42\0\0\0\0isommp42', 'latin1')),
    box(
      'moov',
      box('mvhd', Buffer.concat([Buffer.alloc(12), uint32(1000), Buffer.alloc(84)])),
      box('udta', box('\u00a9xyz', Buffer.from([0, place.length, 0x15, 0xc7]), place)),
      box(
        'meta',
        box('hdlr', Buffer.concat([Buffer.alloc(8), Buffer.from('mdta'), Buffer.alloc(12)])),
        box('keys', uint32(0), uint32(2), box('mdta', other), box('mdta', name)),
        box('ilst', item(1, value(Buffer.from('Visage'))), item(2, value(place))),
      ),
      ...(track === '' ? [] : [box('trak', box('stsd', box(track)))]),
    ),
    box('mdat', Buffer.alloc(16)),
  ]);
}

/** A chunk of text behind the header of a PNG. */
export function withChunk(png: Buffer, type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
  const header = 8 + 25;
  return Buffer.concat([png.subarray(0, header), chunk, png.subarray(header)]);
}
