import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { embedVersion } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { openEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import type { SealedEmbedding } from '@visage/database/face/face.record';
import type { PhotoForWork } from '@visage/database/photo/photo.record';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { faceAlignedKey } from '@visage/storage/object.key';
import type { FaceEmbedding, Vision } from '@visage/vision/thread/vision.contract';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { handleEmbed, type EmbedDependencies } from './embed.handler.js';
import { embedder } from './embedder.worker.js';

const MODEL = 'made';
const manifest = { models: [{ name: MODEL, version: '1', role: 'embedder' }] } as unknown as ModelManifest;
const eventId = randomUUID();
const photoId = randomUUID();
const key = createDataKey();

let photo: Partial<PhotoForWork> | null;
let faceIds: string[];
let stored: Map<string, Uint8Array>;
let saved: { version: string; models: object; embeddings: readonly SealedEmbedding[] }[];
let enqueued: unknown[];
let foundAnew: string[];
let facesUnchanged: boolean;

function seen(value: number): FaceEmbedding {
  return { embedding: Float32Array.of(value), secondEmbedding: Float32Array.of(-value) };
}

const dependencies: EmbedDependencies = {
  manifest,
  store: {
    get: async (name) => {
      const bytes = stored.get(name);
      if (!bytes) throw new ObjectNotFoundError(name);
      return {
        stream: Readable.from([bytes]),
        length: bytes.length,
        size: bytes.length,
        modifiedAt: new Date(),
      };
    },
  },
  photos: { findForWork: async () => photo as PhotoForWork | null },
  faces: {
    findFaceIds: async () => faceIds,
    saveEmbeddings: async (_photo, version, models, embeddings) => {
      saved.push({ version, models, embeddings });
      return facesUnchanged;
    },
  },
  repairs: { findAnew: async ({ id }) => void foundAnew.push(id) },
  log: keepLog(),
  jobs: { enqueue: async (...job) => void enqueued.push(job) },
  keys: { open: async () => eventKeyOf([key]) },
  // the "network": a face's first pixel is its vector
  vision: {
    of: async () =>
      ({ embed: async (aligned: Uint8Array[]) => aligned.map((face) => seen(face[0] ?? -1)) }) as Vision,
  },
};

beforeEach(() => {
  photo = {
    id: photoId,
    eventId,
    embedder: MODEL,
    state: 'ingested',
    detectVersion: 'd',
    embedVersion: null,
  };
  faceIds = [randomUUID(), randomUUID()];
  stored = new Map(
    faceIds.map((id, index) => [
      faceAlignedKey(eventId, id),
      sealFacePicture(key, Uint8Array.of(index + 7), id, 'aligned'),
    ]),
  );
  saved = [];
  enqueued = [];
  foundAnew = [];
  facesUnchanged = true;
});

test('each face gets the embedding of its own picture, sealed, and the event is grouped', async () => {
  await handleEmbed({ photoId }, dependencies);
  expect(saved).toHaveLength(1);
  const values = saved[0]?.embeddings.map(
    ({ faceId, embedding }) => openEmbedding(key, embedding, { faceId, model: MODEL })[0],
  );
  expect(values).toEqual([7, 8]);
  expect(saved[0]).toMatchObject({
    version: embedVersion({ name: MODEL, version: '1' }),
    models: { embedding: MODEL },
  });
  expect([saved[0]?.models, saved[0]?.embeddings[0]].some((one) => one && 'second' in one)).toBe(false);
  expect(enqueued).toEqual([
    ['recognise', { eventId }],
    ['cluster', { eventId }],
  ]);
});

test('a photo is looked at anew when the picture of a face does not open, or is another’s', async () => {
  const [first = '', second = ''] = faceIds.map((id) => faceAlignedKey(eventId, id));
  stored.set(second, stored.get(first) ?? new Uint8Array());
  await handleEmbed({ photoId }, dependencies);
  expect([saved, foundAnew, enqueued]).toEqual([[], [photoId], [['detect', { photoId }]]]);
});

test('a second network, where one is asked, has its own embedding of each face, and a change of it embeds the photo anew', async () => {
  const second = { name: 'other', version: '1' };
  photo = { ...photo, embedVersion: embedVersion({ name: MODEL, version: '1' }) };
  await handleEmbed({ photoId }, { ...dependencies, second });
  const values = saved[0]?.embeddings.map(
    ({ faceId, second: sealed }) =>
      openEmbedding(key, sealed ?? new Uint8Array(), { faceId, model: 'other' })[0],
  );
  expect(values).toEqual([-7, -8]);
  expect(saved[0]).toMatchObject({
    version: embedVersion({ name: MODEL, version: '1' }, second),
    models: { embedding: MODEL, second: 'other' },
  });
});

test.each([
  ['is gone', null],
  ['has failed', { state: 'failed' as const }],
  ['nobody has looked for faces in yet', { detectVersion: null }],
])('a photo that %s is left as it is', async (_, change) => {
  photo = change && { ...photo, ...change };
  await handleEmbed({ photoId }, dependencies);
  expect([saved, enqueued]).toEqual([[], []]);
});

test('a photo whose event was erased meanwhile is left alone', async () => {
  await handleEmbed({ photoId }, { ...dependencies, keys: { open: async () => null } });
  expect([saved, enqueued]).toEqual([[], []]);
});

test('nothing is embedded once the faces of the event have ended', async () => {
  const photos: EmbedDependencies['photos'] = {
    findForWork: async (id) => {
      const photo = await dependencies.photos.findForWork(id);
      return photo && { ...photo, facesEnded: true };
    },
  };
  await handleEmbed({ photoId }, { ...dependencies, photos });
  expect([saved, enqueued]).toEqual([[], []]);
});

test('a network that saw fewer faces than it was given fails the job', async () => {
  const vision = { of: async () => ({ embed: async () => [seen(7)] }) as unknown as Vision };
  await expect(handleEmbed({ photoId }, { ...dependencies, vision })).rejects.toThrow(
    '2 faces gave 1 embeddings',
  );
  expect(saved).toEqual([]);
});

test('the network is not woken for a photo without a face', async () => {
  faceIds = [];
  await handleEmbed(
    { photoId },
    { ...dependencies, vision: { of: () => Promise.reject(new Error('woken')) } },
  );
  expect(saved).toHaveLength(1);
});

test('between start and shutdown, what Postgres knows to be left is embedded, and a bad photo is marked as failed', async () => {
  const redis = await startTestRedis();
  onTestFinished(() => redis.stop());
  const jobs = createJobEnqueue(redis.url);
  const [first, second, bad] = [randomUUID(), randomUUID(), randomUUID()];
  const asked: unknown[] = [];
  const [handled, failed]: string[][] = [[], []];
  const photos = {
    findForWork: async (id: string) => {
      handled?.push(id);
      if (id === bad) throw new PhotoError('missing-file', 'gone');
      return null;
    },
    findPhotosToEmbed: async (...given: [string, ...unknown[]]) => {
      asked.push(given);
      return given[0] === MODEL ? [first, second] : [bad];
    },
    markFailed: async (id: string, { code }: { code: string }) => void failed?.push(`${id} ${code}`),
  };
  const [made, other] = [
    { name: MODEL, version: '1' },
    { name: 'other', version: '2' },
  ];
  let closed = 0;
  const opened = {
    ...{ ...dependencies, jobs, photos, second: other },
    manifest: { models: [made, other] },
    events: { findEmbedders: async () => [MODEL, 'other'] },
    vision: {
      ...dependencies.vision,
      requireFile: async () => undefined,
      close: async () => void (closed += 1),
    },
  } as unknown as Awaited<ReturnType<typeof embedder.open>>;
  const work = startWork({
    ...{ name: embedder.name, queues: embedder.queues, dependencies: opened },
    ...{ redisUrl: redis.url, jobs, log: keepLog() },
  });
  await until(() => failed?.length === 1 && handled?.length === 3);
  for (const part of [work, jobs]) await part.close();
  await embedder.close?.(opened);
  expect(asked).toEqual([
    [MODEL, embedVersion(made, other), 1_000],
    ['other', embedVersion(other, other), 998],
  ]);
  expect([handled?.toSorted(), failed, closed]).toEqual([
    [first, second, bad].toSorted(),
    [`${bad} missing-file`],
    1,
  ]);
});

test('a photo without a face is ready all the same, and nobody groups for it', async () => {
  faceIds = [];
  await handleEmbed({ photoId }, dependencies);
  expect(saved.map(({ embeddings }) => embeddings)).toEqual([[]]);
  expect(enqueued).toEqual([]);
});

test('done twice is done once', async () => {
  photo = { ...photo, embedVersion: embedVersion({ name: MODEL, version: '1' }) };
  await handleEmbed({ photoId }, dependencies);
  expect(saved).toEqual([]);
});

test('work on faces that were found anew meanwhile is void', async () => {
  facesUnchanged = false;
  await handleEmbed({ photoId }, dependencies);
  expect(enqueued).toEqual([]);
});

test('a lost picture makes the job fail', async () => {
  stored.delete(faceAlignedKey(eventId, faceIds[0] ?? ''));
  await expect(handleEmbed({ photoId }, dependencies)).rejects.toThrow(ObjectNotFoundError);
  expect(saved).toEqual([]);
});
