import { NO_WISHES } from '@visage/access/access.wish';
import { describe, expect, test } from 'vitest';
import { archiveOf, type ArchivedPhoto } from './zip.archive.js';

const listedAt = new Date('2026-06-21T08:00:00Z');

const FORM = {
  ...{ sha256: 'a'.repeat(64), md5: 'a'.repeat(32), crc32: 7, bytes: 5 },
  ...{ blurMark: null, patches: [] },
};

const photoOf = (change: Partial<ArchivedPhoto> = {}): ArchivedPhoto => ({
  id: '1',
  fileName: 'a.jpg',
  bytes: 5,
  sha256: 'a'.repeat(64),
  md5: 'a'.repeat(32),
  crc32: 7,
  blanks: null,
  takenAt: '2026-06-20T14:03:08+02:00',
  createdAt: listedAt,
  personIds: [],
  albumIds: [],
  held: false,
  wishes: NO_WISHES,
  blur: null,
  rawOf: null,
  form: FORM,
  ...change,
});

describe('a download that goes on', () => {
  const { version } = archiveOf([photoOf(), photoOf({ fileName: 'b.jpg' })], listedAt);

  test('finds the same archive again, whoever is recognised in its photos meanwhile', () => {
    const again = archiveOf([photoOf({ personIds: ['2'] }), photoOf({ fileName: 'b.jpg' })], listedAt);
    expect(again.version).toBe(version);
  });

  test.each<[string, Partial<ArchivedPhoto>]>([
    ['name', { fileName: 'c.jpg' }],
    ['content', { form: { ...FORM, sha256: 'b'.repeat(64) } }],
    ['checksum', { form: { ...FORM, crc32: 8 } }],
    ['length', { form: { ...FORM, bytes: 6 } }],
    ['time', { takenAt: null }],
  ])('starts anew when the %s of a photo is another', (_, change) => {
    const changed = archiveOf([photoOf(change), photoOf({ fileName: 'b.jpg' })], listedAt);
    expect(changed.version).not.toBe(version);
  });

  test('starts anew when the order is another', () => {
    expect(archiveOf([photoOf({ fileName: 'b.jpg' }), photoOf()], listedAt).version).not.toBe(version);
  });
});
