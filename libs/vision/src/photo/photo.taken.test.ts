import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readHeader } from './photo.decode.js';
import { readMetadata } from './photo.metadata.js';
import { takenOf, type ExifTimes } from './photo.taken.js';
import { LIMITS } from '../testing/shipped.models.js';

const at = (exif: ExifTimes, more: { xmp?: string[]; fileName?: string; arrivedAt?: Date } = {}) =>
  takenOf({ exif, ...more })?.at;
const named = (fileName: string) => takenOf({ fileName });
const ORIGINAL = '2026:06:20 15:00:00';
const LATER = '2026:06:21 09:00:00';

describe('the time a photo was taken', () => {
  it.each([
    [{ offsetOriginal: '+02:00', offsetDigitized: '+03:00', offset: '+04:00' }, '+02:00'],
    [{ offsetDigitized: '+03:00', offset: '+04:00' }, '+03:00'],
    [{ offset: '+04:00' }, '+04:00'],
    [{ offsetOriginal: '   :  ', offset: '-03:30' }, '-03:30'],
    [{}, ''],
  ])('has the zone that any of the tags gives: %o', (offsets, zone) => {
    expect(at({ original: ORIGINAL, ...offsets })).toBe(`2026-06-20T15:00:00${zone}`);
  });

  it.each([
    ['1', '.100'],
    ['08', '.080'],
    ['123456', '.123'],
    ['', ''],
    ['x', ''],
  ])('is exact to a thousandth: "%s"', (subSecOriginal, fraction) => {
    expect(at({ original: ORIGINAL, subSecOriginal })).toBe(`2026-06-20T15:00:00${fraction}`);
  });

  it('takes fractions of another tag only for the same second', () => {
    const original = ORIGINAL;
    expect(at({ original, digitized: original, subSecDigitized: '5' })).toBe('2026-06-20T15:00:00.500');
    expect(at({ original, modified: original, subSec: '5' })).toBe('2026-06-20T15:00:00.500');
    expect(at({ original, modified: LATER, subSec: '5' })).toBe('2026-06-20T15:00:00');
  });

  it('is that of taking, of digitising, of XMP, of the last change, of GPS, of the name, whichever is there first', () => {
    const sources: [Parameters<typeof takenOf>[0], string, string][] = [
      [{ exif: { original: '2026:01:01 00:00:00' } }, '2026-01-01T00:00:00', 'exif'],
      [{ exif: { digitized: '2026:01:02 00:00:00' } }, '2026-01-02T00:00:00', 'exif'],
      [{ xmp: ['2026-01-03T00:00:00'] }, '2026-01-03T00:00:00', 'xmp'],
      [{ exif: { modified: '2026:01:04 00:00:00' } }, '2026-01-04T00:00:00', 'exif'],
      [{ exif: { gpsDay: '2026:01:05', gpsTime: [1, 2, 3] } }, '2026-01-05T01:02:03Z', 'gps'],
      [{ fileName: 'IMG_20260106_000000.jpg' }, '2026-01-06T00:00:00', 'name'],
    ];
    for (const [first, [, time, from]] of sources.entries()) {
      const some = sources.slice(first);
      const exif = Object.assign({}, ...some.map(([source]) => source.exif)) as ExifTimes;
      const [xmp, fileName] = [some.find(([one]) => one.xmp)?.[0].xmp, some.at(-1)?.[0].fileName];
      // a day apart from a receiver's time is no zone
      expect(takenOf({ exif, ...(xmp && { xmp }), fileName })).toEqual({ at: time, from });
    }
    expect(takenOf({})).toBeNull();
  });

  it.each([
    '0000:00:00 00:00:00',
    '2026:13:01 10:00:00',
    '2026:02:30 10:00:00',
    '2026:06:20 24:00:00',
    '2099:01:01 00:00:00',
    '1066:10:14 09:00:00',
    '    :  :     :  :  ',
  ])('is no impossible one, and then another source is asked: %s', (original) => {
    expect(at({ original })).toBeUndefined();
    expect(at({ original, modified: ORIGINAL })).toBe('2026-06-20T15:00:00');
  });

  it('may lie a year ahead, as of a camera set wrong, but not further', () => {
    const arrivedAt = new Date('2026-06-21T12:00:00Z');
    expect(at({ original: '2027:06:20 15:00:00' }, { arrivedAt })).toBe('2027-06-20T15:00:00');
    expect(at({ original: '2036:06:20 15:00:00' }, { arrivedAt })).toBeUndefined();
    expect(takenOf({ fileName: 'IMG-20360620-WA0001.jpg', arrivedAt })).toBeNull();
  });

  it.each([
    ['13:00:02', '+02:00'],
    ['12:57:30', '+02:00'],
    ['05:30:00', '+09:30'],
    ['18:30:00', '-03:30'],
    ['15:00:00', '+00:00'],
    ['12:45:00', ''],
    ['13:20:00', ''],
  ])('has the zone that GPS tells, if the clocks agree about it: %s UTC', (utc, zone) => {
    const gpsTime = utc.split(':').map(Number);
    expect(at({ original: ORIGINAL, gpsDay: '2026:06:20', gpsTime })).toBe(`2026-06-20T15:00:00${zone}`);
  });

  it('has the zone that stands beside the same time in XMP', () => {
    expect(at({ original: ORIGINAL }, { xmp: ['2026-06-20T15:00:00.25+02:00'] })).toBe(
      '2026-06-20T15:00:00+02:00',
    );
    expect(at({ original: ORIGINAL }, { xmp: ['2026-06-21T15:00:00+02:00'] })).toBe('2026-06-20T15:00:00');
  });

  it.each([
    ['2026-06-20T18:30:12', '2026-06-20T18:30:12'],
    ['2026-06-20T18:30', '2026-06-20T18:30:00'],
    ['2026-06-20T18:30:12.3456+02:00', '2026-06-20T18:30:12.345+02:00'],
    ['2026-06-20T18:30:12Z', '2026-06-20T18:30:12Z'],
    ['2026-06-20', '2026-06-20'],
    ['2026-06', undefined],
    ['2026-06-20T25:00', undefined],
  ])('reads %s of XMP', (text, time) => {
    expect(at({}, { xmp: [text] })).toBe(time);
  });
});

describe('a name that tells the time', () => {
  it.each([
    ['IMG-20260620-WA0001.jpg', '2026-06-20'],
    ['IMG_20260620_183012.jpg', '2026-06-20T18:30:12'],
    ['IMG_20260620_183012345.jpg', '2026-06-20T18:30:12.345'],
    ['PXL_20260620_163012345.jpg', '2026-06-20T16:30:12.345Z'],
    ['PXL_20260620_163012345.PORTRAIT.jpg', '2026-06-20T16:30:12.345Z'],
    ['MVIMG_20260620_183012.jpg', '2026-06-20T18:30:12'],
    ['20260620_183012.jpg', '2026-06-20T18:30:12'],
    ['20260620_183012(0).jpg', '2026-06-20T18:30:12'],
    ['Screenshot_2026-06-20-18-30-12.png', '2026-06-20T18:30:12'],
    ['Screenshot_20260620-183012_Chrome.jpg', '2026-06-20T18:30:12'],
    ['Screenshot 2026-06-20 at 18.30.12.png', '2026-06-20T18:30:12'],
    ['signal-2026-06-20-183012.jpeg', '2026-06-20T18:30:12'],
    ['signal-2026-06-20-18-30-12-345.jpg', '2026-06-20T18:30:12.345'],
    ['signal-2026-06-20-18-30-12-345-1.jpg', '2026-06-20T18:30:12.345'],
    ['2026-06-20 18.30.12.jpg', '2026-06-20T18:30:12'],
    ['2026-06-20 18.30.12-2.jpg', '2026-06-20T18:30:12'],
    ['WhatsApp Image 2026-06-20 at 18.30.12.jpeg', '2026-06-20T18:30:12'],
    ['photo_2026-06-20_18-30-12.jpg', '2026-06-20T18:30:12'],
    ['Wedding 2026-06-20 (12).jpg', '2026-06-20'],
    // no time of day
    ['IMG_20260620_999999.jpg', '2026-06-20'],
  ])('%s', (name, time) => {
    expect(named(name)).toEqual({ at: time, from: 'name' });
  });

  it.each([
    ['DSC_0001.JPG'],
    ['P1010004.JPG'],
    ['20261301_120000.jpg'],
    ['IMG_12345678.jpg'],
    ['120260620.jpg'],
    ['18500101.jpg'],
    ['c0ffee20260620183012abc.jpg'],
    [''],
  ])('%s does not', (name) => {
    expect(named(name)).toBeNull();
  });
});

it('is read from an XMP packet in every format that has one, with its wrapper or without', async () => {
  const properties = {
    'exif:DateTimeOriginal': 'xmlns:exif="http://ns.adobe.com/exif/1.0/"',
    'photoshop:DateCreated': 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
    'xmp:CreateDate': 'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
  };
  for (const [name, namespace] of Object.entries(properties)) {
    const rdf = (attributes: string, inside: string): string =>
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
      `<rdf:Description rdf:about="" ${namespace} ${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;
    const time = '2026-06-20T18:30:12+02:00';
    for (const packet of [rdf(`${name}="${time}"`, ''), rdf('', `<${name}>${time}</${name}>`)]) {
      const wrapped = `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>${packet}<?xpacket end="w"?>`;
      for (const text of [packet, wrapped])
        expect(readMetadata({ format: 'jpeg', xmp: Buffer.from(text) })).toMatchObject({
          ...{ takenAt: time, takenFrom: 'xmp' },
        });
    }
  }
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ' +
    'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2026-06-20T18:30:12"/></rdf:RDF></x:xmpmeta>';
  for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
    const blank = sharp({ create: { width: 8, height: 6, channels: 3, background: '#777' } }).withXmp(xmp);
    const header = await readHeader(await blank.toFormat(format).toBuffer(), LIMITS);
    expect(readMetadata(header), format).toMatchObject({ takenAt: '2026-06-20T18:30:12', takenFrom: 'xmp' });
  }
  for (const broken of ['', '<', '<?xpacket begin=""?><x:xmpmeta', '\0\0\0', xmp.slice(0, 150)])
    expect(readMetadata({ format: 'jpeg', xmp: Buffer.from(broken) }).takenAt).toBeUndefined();
});

const CASES = join(
  process.env['VISAGE_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data'),
  '../cases/dates',
);

describe.skipIf(!existsSync(CASES))('photos that were dated wrong (skipped: no data)', () => {
  it.each([
    ['IMG-20260620-WA0001.jpg', '2026-06-20', 'name'],
    ['burst_a.jpg', '2026-06-20T15:00:00.100', 'exif'],
    ['burst_b.jpg', '2026-06-20T15:00:00.800', 'exif'],
    ['cam_2030_nooff.jpg', '2026-06-20T20:30:00', 'exif'],
    ['lr_offsettime_only.jpg', '2026-06-20T02:13:00+02:00', 'exif'],
    ['modify_only.jpg', '2026-06-20T10:00:00', 'exif'],
    ['phone_1200_utc9.jpg', '2026-06-20T21:00:00+09:00', 'exif'],
    ['xmp_only.jpg', '2026-06-20T11:00:00+02:00', 'xmp'],
  ])('%s', async (fileName, takenAt, takenFrom) => {
    const header = await readHeader(await readFile(join(CASES, fileName)), LIMITS);
    const arrivedAt = new Date('2026-06-21T12:00:00Z');
    expect(readMetadata(header, { fileName, arrivedAt })).toMatchObject({ takenAt, takenFrom });
  });
});
