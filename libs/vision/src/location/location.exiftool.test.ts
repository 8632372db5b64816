import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findExifTool, type ExifTool } from '@visage/testing/exif.tool';
import { decodePhoto } from '../photo/photo.decode.js';
import { heifFile } from '../testing/heif.file.js';
import {
  box,
  exifBlock,
  exifSegment,
  locatedVideo,
  nikonNote,
  panasonicNote,
  plainJpeg,
  severalJpegs,
  withChunk,
  withSegments,
} from '../testing/located.files.js';
import { rawFile } from '../testing/raw.file.js';
import { LIMITS } from '../testing/shipped.models.js';
import { blankLocation } from './location.blank.js';

/** Names of what tells a place, by ExifTool, and what stands only beside it. */
const TELLS =
  /GPS|Location|Sub-location|City|State$|Province|Country|Coordinates|Latitude|Longitude|^Coverage|Landmark|POILevel|TextEncoding/;
/** What is about the file, or sums of it. */
const NO_TAG = /^(SourceFile$|System:|ExifTool:|File:CurrentIPTCDigest|Photoshop:IPTCDigest)/;
/** No photo, or seconds each to decode. */
const NOT_DECODED = /mp4$|^(IMG|samsung).*heic$/;

const COORDINATES = ['-GPSLatitude=52.52', '-GPSLatitudeRef=N', '-GPSLongitude=13.4', '-GPSLongitudeRef=E'];
const NAMES = [
  ...['-XMP-exif:GPSLatitude=52.52', '-XMP-exif:GPSLongitude=13.4', '-XMP-photoshop:City=Berlin'],
  ...['-XMP-photoshop:State=Brandenburg', '-XMP-photoshop:Country=Germany', '-XMP-iptcCore:Location=Mitte'],
  ...['-XMP-iptcExt:LocationShownCity=Berlin', '-XMP-iptcExt:LocationCreatedCountryName=Germany'],
  ...['-XMP-dc:Title=Party & friends', '-XMP-dc:Coverage=Berlin'],
];
const IPTC = ['-IPTC:City=Berlin', '-IPTC:Sub-location=Mitte', '-IPTC:Country-PrimaryLocationName=Germany'];
const REST = ['-IPTC:Headline=Party', '-EXIF:Artist=Anna', '-EXIF:ImageDescription=Cake', '-Orientation#=1'];

/** Files as ExifTool writes them: its arguments by name. */
const WRITTEN: Record<string, string[]> = {
  'little.jpg': [
    '-ExifByteOrder=II',
    ...COORDINATES,
    ...NAMES,
    ...IPTC,
    ...REST,
    '-Photoshop:IPTCDigest=new',
  ],
  'big.jpg': ['-ExifByteOrder=MM', ...COORDINATES, ...REST],
  'only.xmp.jpg': NAMES,
  'attributes.jpg': ['-api', 'Compact=Shorthand,OneDesc', ...NAMES],
  'extended.jpg': [
    ...NAMES,
    `-XMP-dc:Description=${'long '.repeat(18_000)}`,
    '-XMP-xmpDM:ShotLocation=Berlin',
  ],
  'preview.jpg': ['-ThumbnailImage<=located.jpg', ...COORDINATES],
  'chunks.png': [...COORDINATES, ...NAMES, ...REST.slice(1)],
  'chunks.webp': [...COORDINATES, ...NAMES, ...REST.slice(1)],
  'little.tif': ['-ExifByteOrder=II', ...COORDINATES, ...NAMES, ...IPTC, ...REST],
  'big.tif': ['-ExifByteOrder=MM', ...COORDINATES, ...NAMES, ...IPTC, ...REST],
  'items.avif': [...COORDINATES, ...NAMES, ...REST.slice(1)],
  'items.heic': [...COORDINATES, ...NAMES, ...REST.slice(1)],
  'camera.nef': [...COORDINATES, ...NAMES, ...IPTC],
  'camera.big.nef': [...COORDINATES, ...NAMES],
  'camera.dng': COORDINATES,
  'comment.gif': NAMES,
};

/** Files put together by hand. */
const LOCATED = [
  ...Object.keys(WRITTEN),
  ...[
    'located.jpg',
    'twice.jpg',
    'several.jpg',
    'panasonic.jpg',
    'nikon.jpg',
    'motion.jpg',
    'motion.heic',
    'behind.mp4',
  ],
];

async function madeFiles(): Promise<Record<string, Buffer>> {
  const jpeg = await plainJpeg();
  const picture = sharp(jpeg);
  const large = await picture.clone().resize(800, 600).jpeg().toBuffer();
  const located = withSegments(jpeg, exifSegment(exifBlock()));
  const big = exifSegment(exifBlock({ bigEndian: true }));
  const png = await picture.clone().png().toBuffer();
  const tiff = { compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 } as const;
  return {
    ...{
      'little.jpg': jpeg,
      'big.jpg': jpeg,
      'only.xmp.jpg': jpeg,
      'attributes.jpg': jpeg,
      'extended.jpg': jpeg,
    },
    ...{ 'preview.jpg': jpeg, 'located.jpg': located, 'chunks.png': png },
    'chunks.webp': await picture.clone().webp().toBuffer(),
    'little.tif': await picture.clone().tiff().toBuffer(),
    'big.tif': await picture.clone().tiff(tiff).toBuffer(),
    'items.avif': await picture.clone().avif({ effort: 0 }).toBuffer(),
    'items.heic': Buffer.from(heifFile([{}], 0)),
    'camera.nef': rawFile(withSegments(large, exifSegment(exifBlock()))),
    'camera.big.nef': rawFile(withSegments(large, big), { bigEndian: true }),
    'camera.dng': rawFile(large, { dng: true }),
    'comment.gif': await picture.clone().gif().toBuffer(),
    'twice.jpg': withSegments(jpeg, exifSegment(exifBlock()), big),
    'several.jpg': severalJpegs(jpeg, withSegments(jpeg, exifSegment(exifBlock({ bigEndian: true })))),
    'panasonic.jpg': withSegments(jpeg, exifSegment(exifBlock({ make: 'Panasonic', note: panasonicNote }))),
    'nikon.jpg': withSegments(jpeg, exifSegment(exifBlock({ make: 'NIKON', note: nikonNote }))),
    'motion.jpg': Buffer.concat([located, locatedVideo()]),
    'motion.heic': Buffer.concat([
      Buffer.from(heifFile([{ exif: exifBlock() }], 0)),
      box('mpvd', locatedVideo()),
    ]),
    'behind.mp4': locatedVideo(),
    'packed.png': withChunk(
      png,
      'zTXt',
      Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.from('A party'))]),
    ),
  };
}

type Tags = Record<string, unknown>;

let folder: string;
let tool: ExifTool | undefined;
let why = '';
const before = new Map<string, Tags>();
const after = new Map<string, Tags>();
const real = process.env.VISAGE_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const formats = join(real, 'albums/formats');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-location-'));
  tool = await findExifTool(
    fileURLToPath(new URL('../../../../.cache/debian', import.meta.url)),
    (reason) => (why = reason),
  );
  if (!tool) return;
  const [made, blanked] = [join(folder, 'made'), join(folder, 'blanked')];
  await Promise.all([mkdir(made), mkdir(blanked)]);
  if (existsSync(formats)) {
    const names = (await readdir(formats)).filter((name) => !name.endsWith('.jxl'));
    for (const name of names) await copyFile(join(formats, name), join(made, name));
  }
  for (const [name, bytes] of Object.entries(await madeFiles())) await writeFile(join(made, name), bytes);
  const write = Object.entries(WRITTEN).flatMap(([name, args]) => [
    ...args.map((arg) => arg.replace('<=', `<=${made}/`)),
    ...['-q', '-overwrite_original', join(made, name), '-execute'],
  ]);
  await tool(write);
  for (const name of await readdir(made)) {
    const bytes = await readFile(join(made, name));
    await writeFile(join(blanked, name), blankedOf(bytes));
  }
  await read(made, before);
  await read(blanked, after);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function blankedOf(bytes: Buffer): Buffer {
  const blanks = blankLocation(bytes);
  if ('unblankable' in blanks) throw new Error(blanks.unblankable);
  const blanked = Buffer.from(bytes);
  for (const patch of blanks.patches) blanked.set(patch.bytes, patch.start);
  return blanked;
}

/** All that ExifTool finds, also in videos and previews, with the number of its complaints. */
async function read(from: string, into: Map<string, Tags>): Promise<void> {
  const answer = await tool?.(['-j', '-a', '-ee', '-G1:4', '-validate', '-warning', '-all', from]);
  for (const tags of JSON.parse(answer ?? '[]') as Tags[])
    into.set(String(tags.SourceFile).split('/').at(-1) ?? '', tags);
}

/** Those that say something. */
function placesIn(tags: Tags | undefined): string[] {
  return Object.entries(tags ?? {}).flatMap(([key, value]) =>
    !NO_TAG.test(key) && TELLS.test(key.split(':').at(-1) ?? '') && !['', 0, 'n/a'].includes(value as string)
      ? [key]
      : [],
  );
}

function complaints(tags: Tags | undefined): number {
  return Number(/(\d+) Warning/.exec(JSON.stringify(tags?.['ExifTool:Validate'] ?? ''))?.[1] ?? 0);
}

describe('by ExifTool', () => {
  it('files tell where they were taken before, and nothing of it afterwards', ({ skip }) => {
    if (!tool) skip(why);
    const told = [...before].filter(([, tags]) => placesIn(tags).length > 0).map(([name]) => name);
    expect(told).toEqual(expect.arrayContaining(LOCATED));
    for (const [name, tags] of after) expect(placesIn(tags), name).toEqual([]);
  });

  it('all else that they say stays, and none is complained of more than before', ({ skip }) => {
    if (!tool) skip(why);
    for (const [name, tags] of before) {
      const left = after.get(name) ?? {};
      const kept = Object.entries(tags).filter(
        ([key]) => !NO_TAG.test(key) && !TELLS.test(key.split(':').at(-1) ?? ''),
      );
      expect(left, name).toMatchObject(Object.fromEntries(kept));
      expect(complaints(left), name).toBeLessThanOrEqual(complaints(tags));
    }
  });

  it('their length and their pixels stay', async ({ skip }) => {
    if (!tool) skip(why);
    for (const name of before.keys()) {
      const [whole, blanked] = await Promise.all(
        ['made', 'blanked'].map((kind) => readFile(join(folder, kind, name))),
      );
      expect(blanked?.length, name).toBe(whole?.length);
      if (blanked?.equals(whole ?? Buffer.alloc(0)) || NOT_DECODED.test(name)) continue;
      expect(await pixelsOf(whole), name).toBe(await pixelsOf(blanked));
    }
  });

  const present = existsSync(formats);
  it.skipIf(!present)(
    `photos of real cameras are among them${present ? '' : ' (skipped: no data)'}`,
    ({ skip }) => {
      if (!tool) skip(why);
      for (const name of ['IMG_2682.heic', 'thompson-springs.jpg'])
        expect(placesIn(before.get(name)).length, name).toBeGreaterThan(10);
      expect(after.size).toBeGreaterThan(Object.keys(WRITTEN).length + 15);
    },
  );

  it('Photoshop finds that nobody has changed the IPTC data behind its back', ({ skip }) => {
    if (!tool) skip(why);
    const tags = after.get('little.jpg');
    expect(tags?.['Photoshop:IPTCDigest']).toBe(tags?.['File:CurrentIPTCDigest']);
    expect(tags?.['IPTC:Headline']).toBe('Party');
  });
});

async function pixelsOf(bytes: Uint8Array | undefined): Promise<string> {
  const { image } = await decodePhoto(bytes ?? new Uint8Array(), LIMITS);
  return createHash('sha256').update(image.data).digest('hex');
}
