/** @module What is on the disk in the end: after workers were killed at their work, and after an event was erased. */
import { unwrapDataKey } from '@visage/crypto/data.key';
import { parseMasterKey } from '@visage/crypto/master.key';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './support/api.js';
import { photoVariants } from './support/photo.fixtures.js';
import { descendants, startOwnPlatform } from './support/platform.js';

let platform: Awaited<ReturnType<typeof startOwnPlatform>>;
beforeAll(async () => {
  platform = await startOwnPlatform();
});
afterAll(() => platform.stop());

test('workers killed in the middle of 60 photos: every photo ends done, once, with each face once', async () => {
  const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  const { id: eventId } = await api.createEvent('Killed in the middle');
  const files = await photoVariants(60);
  for (let at = 0; at < files.length; at += 20) await api.upload(eventId, files.slice(at, at + 20));

  let kills = 0;
  let doneBefore = 0;
  for (const app of ['detector', 'embedder', 'detector', 'embedder', 'detector']) {
    // in the middle: since the last kill something was finished, and the app runs again
    await expect
      .poll(async () => (await api.progress(eventId)).done, { timeout: 120_000 })
      .toBeGreaterThan(doneBefore);
    await expect
      .poll(() => descendants(platform.pid, `apps/${app}/dist/main.js`).length, { timeout: 60_000 })
      .toBeGreaterThan(0);
    const { pending, done } = await api.progress(eventId);
    if (pending === 0) break;
    doneBefore = done;
    for (const pid of descendants(platform.pid, `apps/${app}/dist/main.js`)) {
      process.kill(pid, 'SIGKILL');
      kills++;
    }
  }
  expect(kills).toBeGreaterThanOrEqual(2);

  const progress = await api.waitUntilDone(eventId, 60, 240_000);
  expect(progress).toMatchObject({ photos: 60, done: 60, failed: 0, pending: 0 });

  // Each face once: variants of one sample show the same people, so their counts must agree.
  const details = await Promise.all((await api.photos(eventId)).map((photo) => api.photo(photo.id)));
  for (const { fileName, faces } of details) {
    expect(faces.length, fileName).toBeGreaterThan(0);
    const boxes = faces.map((face) => face.box.map(Math.round).join());
    expect(new Set(boxes).size, fileName).toBe(faces.length);
  }
  expect(details.reduce((sum, photo) => sum + photo.faces.length, 0)).toBe(progress.faces);
}, 360_000);

test('of an event that was erased no file anywhere holds the key any more, so what is left of its faces is noise', async () => {
  const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  const name = 'Seven swans a-swimming';
  const { id } = await api.createEvent(name);
  await api.upload(id, await photoVariants(3));
  expect((await api.waitUntilDone(id, 3, 120_000)).faces).toBeGreaterThan(0);

  const masterKey = parseMasterKey(await readFile(join(platform.data, 'master.key'), 'utf8'));
  const wrapped = await readFile(join(platform.data, 'keys', `${id}.key`));
  const key = Buffer.from(unwrapDataKey(masterKey, wrapped, id));
  const shapes = [wrapped, key].flatMap((bytes) => [
    bytes,
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
  ]);
  expect(await filesWith(platform.data, shapes)).toEqual([join('keys', `${id}.key`)]);

  expect((await api.send('DELETE', `/events/${id}`)).status).toBe(204);
  expect((await api.send('DELETE', `/trash/events/${id}`)).status).toBe(204);
  expect(await filesWith(platform.data, shapes)).toEqual([]);
  // the search itself finds what Postgres has written: its log still holds the name
  expect(await filesWith(join(platform.data, 'postgres'), [Buffer.from(name)])).not.toEqual([]);
});

async function filesWith(folder: string, needles: readonly Buffer[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0)); // it ended meanwhile
    if (needles.some((needle) => bytes.includes(needle))) found.push(relative(folder, path));
  }
  return found.sort();
}
