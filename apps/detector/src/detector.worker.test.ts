import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { createDatabase } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { originalKey } from '@visage/storage/object.key';
import { createObjectStore } from '@visage/storage/store.factory';
import { expect, onTestFinished, test } from 'vitest';
import { detector } from './detector.worker.js';
import { wantedVersion } from './photo.analyse.js';

const model = (name: string, role: string) => ({ name, role, version: '1', input: { width: 112 } });
const manifest = {
  defaults: { detector: 'd', landmarks: 'l', embedder: 'e' },
  models: [model('d', 'detector'), model('l', 'landmarks'), model('e', 'embedder')],
} as unknown as ModelManifest;
const original = Buffer.from('an original');
const sums = { sha256: createHash('sha256').update(original).digest('hex'), md5: '0'.repeat(32), crc32: 1 };

test('an event whose embedder this installation does not have holds up no other: its photos wait, those of all others are done', async () => {
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
  /** An event with a photo that an older detector has seen. */
  const make = async (embedder: string): Promise<{ eventId: string; photoId: string }> => {
    const eventId = randomUUID();
    await events.create({ id: eventId, ownerId, name: 'Gala', embedder });
    const made = await photos.create({ eventId, fileName: 'a.jpg', bytes: original.length, ...sums });
    const photoId = made?.photo.id ?? '';
    const at = new Date();
    const seen = { ingestedAt: at, ingestVersion: INGEST_VERSION, detectedAt: at, detectVersion: 'older' };
    await database.prisma.photo.update({ where: { id: photoId }, data: seen });
    await store.put(originalKey(eventId, sums.sha256), original);
    return { eventId, photoId };
  };
  const [before, broken, after] = [await make('e'), await make('gone'), await make('e')];

  const log = keepLog();
  const analysis = { width: 8, height: 6, metadata: {}, faces: [] };
  const dependencies = {
    ...{ manifest, threads: 1, store, jobs, photos, events, faces: new FaceRepository(database) },
    keys: { open: async () => createDataKey() },
    vision: { of: async () => ({ analyse: async () => analysis }) },
  } as unknown as Awaited<ReturnType<typeof detector.open>>;
  const { name, queues } = detector;
  const work = startWork({ name, queues, dependencies, redisUrl: redis.url, jobs, log });
  const versionOf = async (photoId: string) => (await photos.findForWork(photoId))?.detectVersion;
  const done = wantedVersion(manifest, 'e');
  await until(
    async () => (await versionOf(before.photoId)) === done && (await versionOf(after.photoId)) === done,
  );
  await until(() => work.leftOut() === 1);
  await work.close();

  expect(await versionOf(broken.photoId)).toBe('older');
  const told = log.lines.map((line) => JSON.parse(line) as object).filter((line) => 'eventId' in line);
  expect(told).toMatchObject([
    {
      queue: 'detect',
      eventId: broken.eventId,
      err: { message: expect.stringContaining('"gone"') as string },
    },
  ]);
});
