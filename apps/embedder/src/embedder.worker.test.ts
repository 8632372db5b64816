import { randomUUID } from 'node:crypto';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { embedVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { createDatabase } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { VisionPools } from '@visage/host/vision.pools';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { expect, onTestFinished, test } from 'vitest';
import { embedder } from './embedder.worker.js';

const made = { name: 'made', version: '1', role: 'embedder', sources: [] };
const missing = { ...made, name: 'missing', sha256: '0'.repeat(64) };
const manifest = { models: [made, missing] } as unknown as ModelManifest;

test('an event whose embedder this installation does not have, or whose file is missing, holds up no other: its photos wait and none fails, those of all others are done', async () => {
  const [copy, redis] = await Promise.all([openTestDatabase(), startTestRedis()]);
  const database = createDatabase(copy.url, { connections: 4 });
  const jobs = createJobEnqueue(redis.url);
  onTestFinished(async () => {
    await jobs.close();
    await database.close();
    await Promise.all([redis.stop(), copy.drop()]);
  });
  const [events, photos] = [new EventRepository(database), new PhotoRepository(database)];
  const user = { email: 'a@b.c', name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  const { id: ownerId } = await new UserRepository(database).create(user);
  /** An event with a photo in which no faces were found. */
  const make = async (name: string): Promise<{ eventId: string; photoId: string }> => {
    const eventId = randomUUID();
    await events.create({
      id: eventId,
      ownerId,
      name: 'Gala',
      embedder: name,
    });
    const sums = { sha256: '0'.repeat(64), md5: '0'.repeat(32), crc32: 1 };
    const photo = await photos.create({ eventId, fileName: 'a.jpg', bytes: 1, ...sums });
    const photoId = photo?.photo.id ?? '';
    const at = new Date();
    const seen = { ingestedAt: at, ingestVersion: INGEST_VERSION, detectedAt: at, detectVersion: 'd' };
    await database.prisma.photo.update({ where: { id: photoId }, data: seen });
    return { eventId, photoId };
  };
  const [before, broken, after] = [await make('made'), await make('gone'), await make('made')];
  const waiting = await make('missing');

  const log = keepLog();
  const files = { modelsDir: 'none', cacheDir: 'none', threads: 1, limits: photoLimitsSchema.parse({}) };
  const pools = new VisionPools({ manifest, ...files });
  const dependencies = {
    ...{ manifest, second: undefined, jobs, photos, events, faces: new FaceRepository(database) },
    keys: { open: async () => createDataKey() },
    vision: { requireFile: async (embedder: string) => embedder === 'made' || pools.requireFile(embedder) },
  } as unknown as Awaited<ReturnType<typeof embedder.open>>;
  const { name, queues } = embedder;
  const work = startWork({ name, queues, dependencies, redisUrl: redis.url, jobs, log });
  const versionOf = async (photoId: string) => (await photos.findForWork(photoId))?.embedVersion;
  const done = embedVersion(made);
  await until(
    async () => (await versionOf(before.photoId)) === done && (await versionOf(after.photoId)) === done,
  );
  await until(() => work.leftOut() === 2);
  await work.close();

  for (const { photoId } of [broken, waiting]) {
    expect(await versionOf(photoId)).toBeNull();
    expect((await photos.findForWork(photoId))?.state).toBe('ingested');
  }
  const told = log.lines
    .map((line) => JSON.parse(line) as { queue?: string; eventId?: string; err?: { message: string } })
    .flatMap(({ queue, eventId, err }) => (eventId ? [`${queue} ${eventId} ${err?.message}`] : []));
  expect(told.sort()).toEqual(
    [
      `embed ${broken.eventId} There is no model "gone"; the manifest has: made, missing.`,
      `embed ${waiting.eventId} Model "missing" is not on this machine. Run \`visage models missing\` to fetch and verify it.`,
    ].sort(),
  );
});
