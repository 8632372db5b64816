import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { heifFile } from '../testing/heif.file.js';
import {
  exifBlock,
  exifSegment,
  gpsDirectory,
  locatedVideo,
  nikonNote,
  panasonicNote,
  plainJpeg,
  samsungNote,
  withChunk,
  withSegments,
} from '../testing/located.files.js';
import { rawFile } from '../testing/raw.file.js';
import { asciiValue, tiffBlock, type BlockDirectory } from '../testing/tiff.block.js';
import { blankLocation } from './location.blank.js';

const jpeg = await plainJpeg();
const png = await sharp(jpeg).png().toBuffer();

function blanked(bytes: Buffer): Buffer {
  const blanks = blankLocation(bytes);
  if ('unblankable' in blanks) throw new Error(blanks.unblankable);
  const copy = Buffer.from(bytes);
  for (const patch of blanks.patches) copy.set(patch.bytes, patch.start);
  return copy;
}

const rdf = (inside: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inside}</r:RDF></x:xmpmeta>`;
const xmp = (inside: string, encoding: 'utf8' | 'utf16le' = 'utf8'): Buffer =>
  withSegments(jpeg, [
    0xe1,
    Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.from(rdf(inside), encoding)]),
  ]);
const exif = (block: Uint8Array): Buffer => withSegments(jpeg, exifSegment(block));
const pointer = (at: number): BlockDirectory => ({
  0x010f: asciiValue('Visage'),
  0x8825: { type: 4, count: 1, bytes: Buffer.from(Uint32Array.of(at).buffer) },
});
const hex = (bytes: Buffer): string =>
  `\nexif\n${String(bytes.length).padStart(8)}\n${bytes.toString('hex')}\n`;
const profile = (bytes: Buffer): Buffer => Buffer.from(`Raw profile type exif\0${hex(bytes)}`);
const iptc = (...sets: [number, string][]): Buffer => {
  const data = Buffer.concat(
    sets.map(([set, text]) => Buffer.from([0x1c, 2, set, 0, text.length, ...Buffer.from(text)])),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), size, data]);
};

describe('a file that tells no place', () => {
  it.each<[string, Buffer]>([
    ['a JPEG', jpeg],
    ['a PNG', png],
    ['a HEIC', Buffer.from(heifFile([{}], 0))],
    ['EXIF without GPS', exif(tiffBlock({ 0x010f: asciiValue('Visage') }))],
    ['XMP about other things', xmp('<r:Description xmlns:dc="d" dc:title="City"/>')],
    ['XMP that breaks off, about other things', xmp('<r:Description dc:title="Party"><dc:creator>')],
    ['a packed text', withChunk(png, 'zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync('Hi')]))],
    ['a video', Buffer.concat([jpeg, blanked(locatedVideo())])],
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('Exif\0\0II*\0')],
  ])('leaves as it is: %s', (_, bytes) => {
    expect(blankLocation(bytes)).toEqual({
      patches: [],
      sha256: createHash('sha256').update(bytes).digest('hex'),
      md5: createHash('md5').update(bytes).digest('hex'),
      crc32: crc32(bytes),
    });
  });
});

describe('a place leaves', () => {
  it.each<[string, Buffer, RegExp]>([
    ['degrees of GPS', exif(exifBlock()), /P\x14\0\0d\0\0\0/],
    ['degrees the other way round', exif(exifBlock({ bigEndian: true })), /\0\0\x14P\0\0\0d/],
    ['the video of a motion photo', Buffer.concat([jpeg, locatedVideo()]), /52\.52/],
    [
      'attributes',
      xmp(`<r:Description a:GPSLatitude='52,31N' b:City = "Berlin" b:Title="Party"/>`),
      /52,31|Berlin/,
    ],
    [
      'elements',
      xmp('<r:Description><b:City>Berlin</b:City><b:Title>Party</b:Title></r:Description>'),
      /Berlin/,
    ],
    [
      'a place of many parts',
      xmp(
        '<r:Description b:Title="Party"><i:LocationShown><r:Bag><r:li i:Sub="Berlin"/></r:Bag></i:LocationShown></r:Description>',
      ),
      /Berlin/,
    ],
    [
      'what stands behind a comment',
      xmp('<!-- <b> --><r:Description b:State="Berlin" b:Title="Party"/>'),
      /Berlin/,
    ],
    ['IPTC', withSegments(jpeg, [0xed, iptc([90, 'Berlin'], [105, 'Party'], [101, 'Berlin'])]), /Berlin/],
    ['the notes of a Panasonic', exif(exifBlock({ note: panasonicNote })), /Berlin|Spree/],
    ['the notes of a Nikon', exif(exifBlock({ note: nikonNote })), /Berlin/],
    ['a map', exif(tiffBlock({ 0x010f: asciiValue('Party'), 0x87b1: asciiValue('Berlin') })), /Berlin/],
  ])('and what stands beside it stays: %s', (_, bytes, place) => {
    expect(bytes.toString('latin1')).toMatch(place);
    const text = blanked(bytes).toString('latin1');
    expect(text).not.toMatch(place);
    if (bytes.includes('Party')) expect(text).toContain('Party');
    expect(text).toHaveLength(bytes.length);
  });
});

describe('a file is said to be unblankable, and why', () => {
  const shared = tiffBlock(pointer(8));
  const samsung = exifBlock({ make: 'SAMSUNG', note: samsungNote });
  it.each<[string, Buffer, RegExp]>([
    [
      'a packed profile',
      withChunk(
        png,
        'zTXt',
        Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync(hex(exifBlock()))]),
      ),
      /packed/,
    ],
    ['a profile in digits', withChunk(png, 'tEXt', profile(exifBlock())), /packed/],
    [
      'packed XMP',
      withChunk(
        png,
        'iTXt',
        Buffer.concat([
          Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0'),
          deflateSync(rdf('<r:Description b:City="x"/>')),
        ]),
      ),
      /packed/,
    ],
    ['a text that cannot be unpacked', withChunk(png, 'zTXt', Buffer.from('Comment\0\0nothing')), /unpacked/],
    ['XMP in UTF-16', xmp('<r:Description b:City="x"/>', 'utf16le'), /UTF-16/],
    ['XMP that breaks off at a place', xmp('<r:Description><b:City>Berlin'), /XMP packet is damaged/],
    ['a GPS directory that shares its bytes', exif(shared), /shares its bytes/],
    [
      'a GPS directory that breaks off',
      exif(tiffBlock({ ...pointer(0), 0x8825: { directory: { 1: asciiValue('N') } } }).subarray(0, -10)),
      /GPS directory is damaged/,
    ],
    ['the notes of a Samsung', exif(samsung), /notes of its camera/],
    ['a RAW file in a DNG', exif(tiffBlock({ 0xc68c: asciiValue('packed') })), /another RAW file/],
    ['a BigTIFF', Buffer.from('II+\0\x08\0\0\0', 'latin1'), /BigTIFF/],
    [
      'IPTC that breaks off',
      withSegments(jpeg, [0xed, iptc([90, 'Berlin'], [101, 'Germany']).subarray(0, -2)]),
      /IPTC/,
    ],
    ['a video with a track of positions', Buffer.concat([jpeg, locatedVideo('camm')]), /track/],
    ['a video that is cut off', Buffer.concat([jpeg, locatedVideo().subarray(0, -40)]), /cut off/],
    ['a note in plain words', withSegments(jpeg, [0xfe, Buffer.from('{"latitude":52.52}')]), /latitude/],
    ['a thermal picture', withSegments(jpeg, [0xe1, Buffer.from('FLIR\0\x01')]), /thermal/],
  ])('%s', (_, bytes, why) => {
    expect(blankLocation(bytes)).toEqual({ unblankable: expect.stringMatching(why) as string });
  });
});

describe('a damaged or hostile file', () => {
  const files = [
    exif(exifBlock({ note: panasonicNote, make: 'Panasonic' })),
    exif(exifBlock({ bigEndian: true, note: nikonNote })),
    xmp('<r:Description a:GPSLatitude="52,31N"><b:City>Berlin</b:City></r:Description>'),
    withSegments(jpeg, [0xed, iptc([90, 'Berlin'], [105, 'Party'])]),
    Buffer.from(heifFile([{ exif: exifBlock() }], 0)),
    withChunk(png, 'eXIf', exifBlock()),
    Buffer.concat([jpeg.subarray(0, 300), locatedVideo()]),
    rawFile(exif(exifBlock())),
  ];

  it('gets an answer, whatever is damaged: patches inside the file, or a reason', () => {
    const damage = fc.record({
      file: fc.constantFrom(...files),
      cuts: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255) }), {
        maxLength: 12,
      }),
      length: fc.double({ min: 0.2, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(damage, ({ file, cuts, length }) => {
        const bytes = Buffer.from(file.subarray(0, Math.ceil(file.length * length)));
        for (const { at, byte } of cuts) bytes[Math.floor(at * bytes.length)] = byte;
        const blanks = blankLocation(bytes);
        if ('unblankable' in blanks) {
          expect(blanks.unblankable).toMatch(/^\S.*\.$/);
          return;
        }
        const copy = Buffer.from(bytes);
        let end = 0;
        for (const { start, bytes: patch } of blanks.patches) {
          expect(start).toBeGreaterThanOrEqual(end);
          end = start + patch.length;
          copy.set(patch, start);
        }
        expect(end).toBeLessThanOrEqual(bytes.length);
        // what is left has nothing to take out
        expect(blankLocation(copy)).toMatchObject({
          patches: [],
          crc32: blanks.crc32,
          sha256: blanks.sha256,
        });
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('comes to an end where its parts lead in circles, or claim to be without number', () => {
    const circle = tiffBlock({ 0x8769: { directory: gpsDirectory(false) } });
    circle.writeUInt32LE(8, 8 + 2 + 12);
    expect(blankLocation(exif(circle))).toHaveProperty('patches');
    const many = Buffer.alloc(4 * 1024 * 1024, 0xff);
    many.write('II*\0\x08\0\0\0', 'latin1');
    expect(blankLocation(many)).toHaveProperty('unblankable');
    const nested = xmp('').toString('latin1').replace('</r:RDF>', '<a>'.repeat(20_000));
    expect(blankLocation(Buffer.from(nested, 'latin1'))).toBeDefined();
    const places = Buffer.from(rdf('<b:City/>'.repeat(20_000)));
    expect(blankLocation(places)).toEqual({
      unblankable: expect.stringContaining('too many places') as string,
    });
  });
});
