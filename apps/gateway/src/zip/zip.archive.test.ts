import { describe, expect, test } from 'vitest';
import { archiveOf, type ArchivedPhoto } from './zip.archive.js';

const listedAt = new Date('2026-06-21T08:00:00Z');

const photoOf = (change: Partial<ArchivedPhoto> = {}): ArchivedPhoto => ({
  id: '1',
  fileName: 'a.jpg',
  bytes: 5,
  sha256: 'a'.repeat(64),
  crc32: 7,
  takenAt: '2026-06-20T14:03:08+02:00',
  createdAt: listedAt,
  personIds: [],
  albumIds: [],
  held: false,
  rawOf: null,
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
    ['content', { sha256: 'b'.repeat(64) }],
    ['checksum', { crc32: 8 }],
    ['length', { bytes: 6 }],
    ['time', { takenAt: null }],
  ])('starts anew when the %s of a photo is another', (_, change) => {
    const changed = archiveOf([photoOf(change), photoOf({ fileName: 'b.jpg' })], listedAt);
    expect(changed.version).not.toBe(version);
  });

  test('starts anew when the order is another', () => {
    expect(archiveOf([photoOf({ fileName: 'b.jpg' }), photoOf()], listedAt).version).not.toBe(version);
  });
});
