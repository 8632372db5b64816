import { mkdir, readFile, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeFiles } from './output.place.js';
import { openPlaceTrial, type PlaceTrial } from './testing/place.trial.js';

let root: string;
let out: string;
let planned: PlaceTrial['planned'];
let place: PlaceTrial['place'];
let listing: PlaceTrial['listing'];
beforeEach(async () => {
  ({ root, out, planned, place, listing } = await openPlaceTrial('visage-place-'));
});
afterEach(() => rm(root, { recursive: true }));

it('links photos bit for bit, also through a symbolic link to the original', async () => {
  await symlink(join(root, 'b.jpg'), join(root, 'alias.jpg'));
  await place(
    planned('Person 001/a.jpg', 'a.jpg'),
    planned('Person 002/a.jpg', 'a.jpg'),
    planned('Person 001/b.jpg', 'alias.jpg'),
  );
  expect(await listing()).toEqual(['Person 001/a.jpg', 'Person 001/b.jpg', 'Person 002/a.jpg']);
  expect((await stat(join(out, 'Person 002/a.jpg'))).ino).toBe((await stat(join(root, 'a.jpg'))).ino);
  expect(await readFile(join(out, 'Person 001/b.jpg'), 'utf8')).toBe('bytes of b.jpg');
});

it('removes links of an older grouping and empty folders, but no file of the user', async () => {
  await place(
    planned('Person 001/a.jpg', 'a.jpg'),
    planned('Person 002/b.jpg', 'b.jpg'),
    planned('Person 003/b.jpg', 'b.jpg'),
  );
  await writeFile(join(out, 'Person 002/my notes.txt'), 'keep');
  await rm(join(out, 'Person 003/b.jpg'));
  await writeFile(join(out, 'Person 003/b.jpg'), 'edited by hand');
  await place(planned('Anna/a.jpg', 'a.jpg'));
  expect(await listing()).toEqual(['Anna/a.jpg', 'Person 002/my notes.txt', 'Person 003/b.jpg']);
  expect(await readdir(out)).not.toContain('Person 001');
  expect(await readFile(join(out, 'Person 003/b.jpg'), 'utf8')).toBe('edited by hand');
  expect(await readFile(join(root, 'b.jpg'), 'utf8')).toBe('bytes of b.jpg');
});

it('never removes the last copy of a photo whose original is gone', async () => {
  await place(planned('Anna/a.jpg', 'a.jpg'), planned('Bert/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg'));
  await rm(join(root, 'a.jpg'));
  const { lastCopies } = await placeFiles(out, join(root, 'outputs.json'), [], new Set());
  expect(lastCopies).toHaveLength(1);
  expect(await listing()).toEqual(lastCopies);
  expect(await readFile(join(out, lastCopies[0] ?? ''), 'utf8')).toBe('bytes of a.jpg');
});

it('never overwrites a file that was there before', async () => {
  await mkdir(join(out, 'Anna'));
  await writeFile(join(out, 'Anna/a.jpg'), 'someone else');
  expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a (2).jpg']);
  expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a (2).jpg']);
  expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('someone else');
  expect(await listing()).toHaveLength(2);
});

it('updates a photo that was edited since', async () => {
  await place(planned('Anna/a.jpg', 'a.jpg'));
  await rm(join(root, 'a.jpg'));
  await writeFile(join(root, 'a.jpg'), 'a better version');
  await utimes(join(root, 'a.jpg'), 1, 1);
  expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a.jpg']);
  expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('a better version');
});
