/**
 * @module What is on the disk in the end: after workers were killed at their work, after keys were replaced by runs that were killed,
 * and after an event was erased.
 */
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { unwrapDataKey } from '@visage/crypto/data.key';
import { openEmbedding } from '@visage/crypto/embedding.box';
import { openFacePlace } from '@visage/crypto/face-place.box';
import { parseMasterKey } from '@visage/crypto/master.key';
import { masterKeyId } from '@visage/crypto/wrapped.box';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './support/api.js';
import {
  filesBelow,
  filesWith,
  placesOf,
  saveRedis,
  shapesOf,
  shapesOfBox,
} from '@visage/testing/disk.search';
import { photoVariants } from './support/photo.fixtures.js';
import { descendants, environmentOf, repositoryRoot, startOwnPlatform } from './support/platform.js';

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

/** @returns what it printed, or null where it was killed first */
async function rotateKeys(flags: string[], killAfterMs = Infinity): Promise<string | null> {
  const args = [
    join(repositoryRoot, 'apps/cli/dist/main.js'),
    'keys',
    'rotate',
    '--data',
    platform.data,
    ...flags,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = killAfterMs === Infinity ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once('exit', (...end) => resolve(end)),
  );
  clearTimeout(kill);
  if (signal !== null) return null;
  expect(code, output).toBe(0);
  return output;
}

test('keys are replaced while guests look: whenever it is killed every face and link opens, and the next run ends it', async () => {
  const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  const { id } = await api.createEvent('Keys on the move');
  await api.upload(id, await photoVariants(6));
  await api.waitUntilDone(id, 6, 120_000);
  const { codes } = await api.createShare(id, { scope: { kind: 'gallery' } });
  const token = codes[0]?.url.split('/g/')[1] ?? '';
  const faces = (await Promise.all((await api.photos(id)).map((photo) => api.photo(photo.id)))).flatMap(
    (photo) => photo.faces,
  );
  const look = async (): Promise<unknown[]> => {
    // as a browser renews its session once the key is gone that signed it
    const now = await Api.signIn(platform.url, platform.email, platform.password ?? '');
    const crops = faces.map(async (face) => {
      const crop = await now.fetch(`/faces/${face.id}/crop`);
      return [crop.status, (await crop.arrayBuffer()).byteLength];
    });
    const guest = await fetch(`${platform.url}/api/guest/${token}`);
    const typed = await fetch(`${platform.url}/api/guest`, post({ code: codes[0]?.shortCode }));
    return [...(await Promise.all(crops)), guest.status, typed.status];
  };
  const before = await look();
  expect(before).not.toContainEqual([404, expect.anything()]);
  const keyFile = (): Promise<Buffer> => readFile(join(platform.data, 'keys', `${id}.key`));
  const [firstKey, firstMaster] = [
    await keyFile(),
    await readFile(join(platform.data, 'master.key'), 'utf8'),
  ];

  let killed = 0;
  for (const ms of [1_300, 1_800]) {
    if ((await rotateKeys(['--all'], ms)) === null) killed += 1;
    expect(await look(), `killed after ${ms} ms`).toEqual(before);
  }
  await rotateKeys(['--all']);
  expect(await look()).toEqual(before);
  for (const ms of [1_500, 4_000]) {
    if ((await rotateKeys(['--yes'], ms)) === null) killed += 1;
    await sleep(3_500); // until the gateway has read what there is
    expect(await look(), `killed after ${ms} ms`).toEqual(before);
  }
  expect(killed).toBeGreaterThan(1);
  expect(await rotateKeys(['--yes'])).toContain('wrapped by the new master key');
  expect(await look()).toEqual(before);
  expect([(await keyFile()).length, (await keyFile()).equals(firstKey)]).toEqual([firstKey.length, false]);
  expect(await readFile(join(platform.data, 'master.key'), 'utf8')).not.toBe(firstMaster);
  // and work goes on under the new keys
  const later = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  await later.upload(id, (await photoVariants(7)).slice(6));
  expect((await later.waitUntilDone(id, 7, 120_000)).failed).toBe(0);
}, 240_000);

test('where faces are, as a version before left it in clear, is shown at once, and sealed once the detector starts', async () => {
  const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  const { id } = await api.createEvent('From before');
  await api.upload(id, await photoVariants(1));
  await api.waitUntilDone(id, 1, 120_000);
  const [photo] = await api.photos(id);
  const environment = environmentOf(descendants(platform.pid, 'apps/gateway/dist/main.js')[0] ?? -1);
  const client = new pg.Client({ connectionString: environment['DATABASE_URL'] });
  await client.connect();
  const place = 'place = null, x = 11.25, y = 2, width = 30.5, height = 40';
  await client.query(`update "Face" set ${place} where "eventId" = $1`, [id]);
  const boxes = async () => (await api.photo(photo?.id ?? '')).faces.map(({ box }) => box.join());
  const before = await boxes();
  expect(new Set(before)).toEqual(new Set(['11.25,2,30.5,40']));
  for (const pid of descendants(platform.pid, 'apps/detector/dist/main.js')) process.kill(pid, 'SIGKILL');
  const inClear = async () =>
    (
      await client.query(
        `select 1 from "Face" where "eventId" = $1 and num_nonnulls(x, y, width, height) > 0`,
        [id],
      )
    ).rowCount;
  await expect.poll(inClear, { timeout: 60_000 }).toBe(0);
  await client.end();
  expect(await boxes()).toEqual(before);
}, 240_000);

test('of an event that was erased nothing opens any more, in no byte of cluster, log, Redis and storage, by whoever has the master key', async () => {
  const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
  const name = 'Seven swans a-swimming';
  const { id } = await api.createEvent(name);
  await api.upload(id, await photoVariants(3));
  expect((await api.waitUntilDone(id, 3, 120_000)).faces).toBeGreaterThan(0);
  await api.send('POST', `/events/${id}/zips`);
  await beginUpload(api, id);
  const drawn = await drawBox(api, id);

  const environment = environmentOf(descendants(platform.pid, 'apps/gateway/dist/main.js')[0] ?? -1);
  const client = new pg.Client({ connectionString: environment['DATABASE_URL'] });
  await client.connect();
  const { rows: faces } = await client.query<{ id: string; embedding: Buffer; model: string; place: Buffer }>(
    `select id, embedding, "embeddingModel" as model, place from "Face" where "eventId" = $1`,
    [id],
  );
  const masterKey = parseMasterKey(await readFile(join(platform.data, 'master.key'), 'utf8'));
  const wrapped = await readFile(join(platform.data, 'keys', `${id}.key`));
  const key = Buffer.from(unwrapDataKey(masterKey, wrapped, id));
  const embeddings = faces.map(({ id: faceId, embedding, model }) =>
    Buffer.from(openEmbedding(key, embedding, { faceId, model }).buffer),
  );
  const boxes = [drawn, ...faces.map(({ id: faceId, place }) => openFacePlace(key, place, faceId))];
  const inClear = boxes.flatMap(shapesOfBox);
  const keys = [wrapped, key].flatMap(shapesOf);
  expect(await filesWith(platform.data, keys)).toEqual([join('keys', `${id}.key`)]);

  expect((await api.send('DELETE', `/events/${id}`)).status).toBe(204);
  expect((await api.send('DELETE', `/trash/events/${id}`)).status).toBe(200);
  const left = await client.query<{ table: string }>(
    ['Photo', 'Face', 'Person', 'Upload', 'Zip', 'LooseObject', 'Album', 'Share']
      .map((table) => `select '${table}' as table from "${table}" where "eventId" = '${id}'`)
      .join(' union all '),
  );
  expect(left.rows).toEqual([]);
  const other = [211.8713525, 73.91823755, 41.66127109, 39.01992371];
  await client.query(
    `create table former as select x, y, width, height, json as landmarks, json::text as text
     from (values ($1::float8, $2::float8, $3::float8, $4::float8, $5::jsonb)) as v(x, y, width, height, json)`,
    [...other, JSON.stringify(other)],
  );
  await client.end();
  await saveRedis(environment['REDIS_URL'] ?? '');
  expect(await filesWith(platform.data, keys)).toEqual([]);
  await platform.halt(); // what was in memory alone is on the disk now

  const found = {
    keys: 0,
    boxes: 0,
    plain: 0,
    opened: 0,
    photos: 0,
    places: 0,
    inClear: [] as string[],
    former: 0,
  };
  const header = Buffer.concat([Buffer.of(1), Buffer.from(masterKeyId(masterKey), 'hex')]);
  for await (const file of filesBelow(platform.data)) {
    if (file.name.startsWith(join('storage', 'events', id))) found.photos += 1;
    if (keys.some((shape) => file.bytes.includes(shape))) found.keys += 1;
    if (faces.some(({ embedding }) => file.bytes.includes(embedding.subarray(0, 64)))) found.boxes += 1;
    if (faces.some(({ place }) => file.bytes.includes(place))) found.places += 1;
    if (inClear.some((shape) => file.bytes.includes(shape))) found.inClear.push(file.name);
    found.former += shapesOfBox(other).filter((shape) => file.bytes.includes(shape)).length;
    // the middle of a vector, as it lies in memory
    if (
      embeddings.some((vector) =>
        shapesOf(vector.subarray(64, 96)).some((shape) => file.bytes.includes(shape)),
      )
    )
      found.plain += 1;
    for (const at of placesOf(file.bytes, header))
      if (opens(masterKey, file.bytes.subarray(at, at + 70), id)) found.opened += 1;
  }
  // the search itself finds what there is: the sealed vectors and places, which are noise, and the name, are still in the log of
  // Postgres, and so is a box as versions before wrote it
  const some = expect.any(Number) as number;
  const nothing = { keys: 0, plain: 0, opened: 0, photos: 0, inClear: [] };
  expect(found).toEqual({ ...nothing, boxes: some, places: some, former: some });
  expect([found.boxes, found.places, found.former].map((count) => count > 0)).toEqual([true, true, true]);
  expect(await filesWith(join(platform.data, 'postgres'), [Buffer.from(name)])).not.toEqual([]);
}, 240_000);

function opens(masterKey: Uint8Array, wrapped: Uint8Array, eventId: string): boolean {
  try {
    return unwrapDataKey(masterKey, wrapped, eventId).length > 0;
  } catch {
    return false;
  }
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Half of a file arrives, and no more. */
async function beginUpload(api: Api, eventId: string): Promise<void> {
  const [{ bytes } = { bytes: Buffer.alloc(0) }] = await photoVariants(1);
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await api.fetch(`/events/${eventId}/uploads`, {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(bytes.length + 1),
      'upload-metadata': `filename ${Buffer.from('half.jpg').toString('base64')}`,
    },
  });
  const headers = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const part = await api.fetch((begun.headers.get('location') ?? '').replace(/^\/api/, ''), {
    ...{ method: 'PATCH', headers },
    body: new Uint8Array(bytes.subarray(0, bytes.length / 2)),
  });
  expect([begun.status, part.status]).toEqual([201, 204]);
}

/** A guest says that they are in a corner where no face was found. @returns the box, in numbers that are nowhere by chance */
async function drawBox(api: Api, eventId: string): Promise<number[]> {
  const { codes } = await api.createShare(eventId, { scope: { kind: 'gallery' } });
  const guest = `${platform.url}/api/guest/${codes[0]?.url.split('/g/')[1] ?? ''}`;
  const consent = await fetch(`${guest}/consent`, post({ version: CONSENT_VERSION, accepted: true }));
  const cookie = consent.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const [{ id: photoId, width, height } = { id: '', width: 0, height: 0 }] = await api.photos(eventId);
  const side = 0.03 * Math.min(width ?? 0, height ?? 0);
  const box = [1.1928374655, 2.7364554637, side + 0.3141592653, side + 0.2718281828];
  const claim = post({ box });
  const answer = await fetch(`${guest}/photos/${photoId}/me`, {
    ...claim,
    headers: { 'content-type': 'application/json', cookie, origin: new URL(platform.url).origin },
  });
  expect([consent.ok, answer.status, await answer.json()]).toEqual([true, 200, { outcome: 'added' }]);
  return box;
}
