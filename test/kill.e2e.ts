import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './support/api.js';
import { photoVariants } from './support/photo.fixtures.js';
import { descendants, startOwnPlatform, type RunningPlatform } from './support/platform.js';

let platform: RunningPlatform;
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
