import { randomUUID } from 'node:crypto';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { embedVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
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
import { expect, onTestFinished, test } from 'vitest';
import { embedder } from './embedder.worker.js';

const made = { name: 'made', version: '1', role: 'embedder' };
const manifest = { models: [made] } as unknown as ModelManifest;

test('an event whose embedder this installation does not have holds up no other: its photos wait, those of all others are done', async () => {
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

  const log = keepLog();
  const dependencies = {
    ...{ manifest, second: undefined, jobs, photos, events, faces: new FaceRepository(database) },
    keys: { open: async () => createDataKey() },
  } as unknown as Awaited<ReturnType<typeof embedder.open>>;
  const { name, queues } = embedder;
  const work = startWork({ name, queues, dependencies, redisUrl: redis.url, jobs, log });
  const versionOf = async (photoId: string) => (await photos.findForWork(photoId))?.embedVersion;
  const done = embedVersion(made);
  await until(
    async () => (await versionOf(before.photoId)) === done && (await versionOf(after.photoId)) === done,
  );
  await until(() => work.leftOut() === 1);
  await work.close();

  expect(await versionOf(broken.photoId)).toBeNull();
  const told = log.lines.map((line) => JSON.parse(line) as object).filter((line) => 'eventId' in line);
  expect(told).toMatchObject([
    {
      queue: 'embed',
      eventId: broken.eventId,
      err: { message: expect.stringContaining('"gone"') as string },
    },
  ]);
});
