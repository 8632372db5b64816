import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { createDatabase } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { VisionPools } from '@visage/host/vision.pools';
import { UserRepository } from '@visage/database/user/user.repository';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { originalKey } from '@visage/storage/object.key';
import { createObjectStore } from '@visage/storage/store.factory';
import { expect, onTestFinished, test } from 'vitest';
import { detector } from './detector.worker.js';
import { wantedVersion } from './photo.analyse.js';

const model = (name: string, role: string) => ({
  ...{ name, role, version: '1', input: { width: 112 } },
  ...{ sha256: '0'.repeat(64), sources: [] },
});
const manifest = {
  defaults: { detector: 'd', landmarks: 'l', embedder: 'e' },
  models: [
    ...[model('d', 'detector'), model('l', 'landmarks')],
    ...[model('e', 'embedder'), model('missing', 'embedder')],
  ],
} as unknown as ModelManifest;
const original = Buffer.from('an original');
const sums = { sha256: createHash('sha256').update(original).digest('hex'), md5: '0'.repeat(32), crc32: 1 };

test('an event whose embedder this installation does not have, or whose file is missing, holds up no other: its photos wait and none fails, those of all others are done', async () => {
  const [copy, redis, root] = await Promise.all([
    openTestDatabase(),
    startTestRedis(),
    mkdtemp(join(tmpdir(), 'visage-detector-')),
  ]);
  const database = createDatabase(copy.url, { connections: 4 });
  const jobs = createJobEnqueue(redis.url);
  onTestFinished(async () => {
    await jobs.close();
    await database.close();
    await Promise.all([redis.stop(), copy.drop(), rm(root, { recursive: true, force: true })]);
  });
  const [events, photos, store] = [
    new EventRepository(database),
    new PhotoRepository(database),
    await createObjectStore({ kind: 'disk', root }),
  ];
  const user = { email: 'a@b.c', name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  const { id: ownerId } = await new UserRepository(database).create(user);
  /** An event with a photo, by default one that an older detector has seen. */
  const make = async (embedder: string, isNew = false): Promise<{ eventId: string; photoId: string }> => {
    const eventId = randomUUID();
    await events.create({ id: eventId, ownerId, name: 'Gala', embedder });
    const made = await photos.create({ eventId, fileName: 'a.jpg', bytes: original.length, ...sums });
    const photoId = made?.photo.id ?? '';
    const at = new Date();
    const seen = { ingestedAt: at, ingestVersion: INGEST_VERSION, detectedAt: at, detectVersion: 'older' };
    if (!isNew) await database.prisma.photo.update({ where: { id: photoId }, data: seen });
    await store.put(originalKey(eventId, sums.sha256), original);
    return { eventId, photoId };
  };
  const [before, broken, after] = [await make('e'), await make('gone'), await make('e')];
  const waiting = [await make('missing', true), await make('gone', true)];

  const log = keepLog();
  const analysis = { width: 8, height: 6, metadata: {}, faces: [] };
  const files = {
    modelsDir: root,
    cacheDir: join(root, 'models'),
    threads: 1,
    limits: photoLimitsSchema.parse({}),
  };
  const pools = new VisionPools({ manifest, ...files });
  const dependencies = {
    ...{ manifest, threads: 1, store, jobs, photos, events, faces: new FaceRepository(database) },
    keys: { open: async () => createDataKey() },
    vision: {
      requireFile: async (name: string) => name === 'e' || pools.requireFile(name),
      of: async (name: string) => (name === 'e' ? { analyse: async () => analysis } : pools.of(name)),
    },
    zones: { consider: async () => undefined },
  } as unknown as Awaited<ReturnType<typeof detector.open>>;
  const { name, queues } = detector;
  // who uploads asks for it at once
  await jobs.enqueueAll(
    'ingest',
    waiting.map(({ photoId }) => ({ photoId })),
  );
  const work = startWork({ name, queues, dependencies, redisUrl: redis.url, jobs, log });
  const versionOf = async (photoId: string) => (await photos.findForWork(photoId))?.detectVersion;
  const done = wantedVersion(manifest, 'e');
  await until(
    async () => (await versionOf(before.photoId)) === done && (await versionOf(after.photoId)) === done,
  );
  await until(() => work.leftOut() === 3);
  await until(() => log.lines.filter((line) => line.includes('put off')).length === waiting.length);
  await work.close();

  expect(await versionOf(broken.photoId)).toBe('older');
  for (const { photoId } of waiting) expect((await photos.findForWork(photoId))?.state).toBe('received');
  const told = log.lines
    .map((line) => JSON.parse(line) as { queue?: string; eventId?: string; err?: { message: string } })
    .flatMap(({ queue, eventId, err }) => (eventId ? [`${queue} ${eventId} ${err?.message}`] : []));
  const unknown = 'There is no model "gone"; the manifest has: d, l, e, missing.';
  const missing =
    'Model "missing" is not on this machine. Run `visage models missing` to fetch and verify it.';
  const expected = [
    [broken, unknown],
    [waiting[0], missing],
    [waiting[1], unknown],
  ] as const;
  expect(told.sort()).toEqual(
    expected
      .flatMap(([event, why]) => ['detect', 'ingest'].map((queue) => `${queue} ${event?.eventId} ${why}`))
      .sort(),
  );
});
