import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nextStamp } from './migration.stamp.js';

const NOW = new Date('2026-12-01T01:41:54.999Z');

test('a new migration is applied after every one that is there, also where these are dated later than the clock', async () => {
  const folders = await readdir(join(import.meta.dirname, '../../../../prisma/migrations'));
  expect(folders.length).toBeGreaterThan(10);
  for (const clock of [new Date('2001-01-01T00:00:00Z'), new Date()]) {
    const added = `${nextStamp(folders, clock)}_a`;
    expect(folders.filter((name) => /^\d/.test(name) && name >= added)).toEqual([]);
  }
});

test.each([
  ['none is there', [], '20261201014154'],
  ['the newest is older', ['20261130232000_erased_faces', 'migration_lock.toml'], '20261201014154'],
  ['the newest is of the same second', ['20261201014154_x'], '20261201014155'],
  ['the newest is dated later', ['20261201030000_key_rotation', '20261201020000_receipts'], '20261201030001'],
  ['the newest is the last of its year', ['20261231235959_x'], '20270101000000'],
])('its stamp is a time of its own where %s', (_, folders, stamp) => {
  expect(nextStamp(folders, NOW)).toBe(stamp);
});
