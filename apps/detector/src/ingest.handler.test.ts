import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelManifest } from '@visage/contracts/model.contract';
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { INGEST_VERSION, METADATA_VERSION } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import type { FoundFaces } from '@visage/database/face/face.repository';
import type { PhotoForWork } from '@visage/database/photo/photo.record';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue, type JobEnqueue } from '@visage/queues/job.enqueue';
import { startJobWorker, type JobWorker } from '@visage/queues/job.worker';
import { createQueueHealth, type QueueHealth } from '@visage/queues/queue.health';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { originalKey } from '@visage/storage/object.key';
import { createObjectStore } from '@visage/storage/store.factory';
import type { Vision } from '@visage/vision/thread/vision.contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handleDetect } from './detect.handler.js';
import { detector } from './detector.worker.js';
import { handleIngest, type IngestDependencies } from './ingest.handler.js';
import { wantedVersion } from './photo.analyse.js';

const model = (name: string, role: string) => ({ name, role, version: '1', input: { width: 112 } });
const manifest = {
  defaults: { detector: 'd', landmarks: 'l', embedder: 'e' },
  models: [model('d', 'detector'), model('l', 'landmarks'), model('e', 'embedder'), model('f', 'embedder')],
} as unknown as ModelManifest;
const original = Buffer.from('an original');
const sha256 = createHash('sha256').update(original).digest('hex');

const METADATA: PhotoMetadata = {
  ...{ format: 'jpeg', orientation: 1, takenAt: '2026-06-20T15:00:00+02:00', takenFrom: 'exif' },
};

let redis: Awaited<ReturnType<typeof startTestRedis>>;
let jobs: JobEnqueue;
let health: QueueHealth;
let worker: JobWorker | undefined;
let folder: string;
let photo: PhotoForWork | null;
let found: FoundFaces[];
let gone: boolean;
/** Null = it cannot be read. */
let described: (PhotoMetadata | null)[];
let considered: unknown[];
let dependencies: IngestDependencies;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  jobs = createJobEnqueue(redis.url);
  health = createQueueHealth(redis.url);
  folder = await mkdtemp(join(tmpdir(), 'visage-ingest-'));
  const store = await createObjectStore({ kind: 'disk', root: folder });
  const eventId = randomUUID();
  photo = {
    id: randomUUID(),
    eventId,
    sha256,
    embedder: 'e',
    state: 'processing',
    fileName: 'a.jpg',
    createdAt: new Date(),
    takenAt: null,
    ingestVersion: 0,
    metadataVersion: 0,
    detectVersion: null,
  } as unknown as PhotoForWork;
  await store.put(originalKey(eventId, sha256), original);
  found = [];
  gone = false;
  [described, considered] = [[], []];
  dependencies = {
    ...{ manifest, store, jobs },
    photos: {
      findForWork: async () => photo,
      recordMetadata: async (_, metadata) => void described.push(metadata),
    },
    zones: { consider: async (_, takenAt) => void considered.push(takenAt) },
    faces: {
      replaceFaces: async (faces) => {
        found.push(faces);
        return gone ? null : { removedFaceIds: [] };
      },
    },
    keys: { open: async () => eventKeyOf([createDataKey()]) },
    vision: {
      of: async () =>
        ({
          analyse: async () => ({ width: 8, height: 6, metadata: METADATA, faces: [] }),
          describe: async () => METADATA,
        }) as unknown as Vision,
    },
  };
});
afterEach(async () => {
  await worker?.close();
  worker = undefined;
  await health.close();
  await jobs.close();
  await rm(folder, { recursive: true, force: true });
});

/** Through the queue, until it is empty. @returns how many photos wait to be embedded since. */
async function run(queue: 'ingest' | 'detect'): Promise<number> {
  const before = (await health.counts()).embed.waiting;
  await jobs.enqueue(queue, { photoId: photo?.id ?? randomUUID() });
  const handle = queue === 'ingest' ? handleIngest : handleDetect;
  await worker?.close();
  worker = startJobWorker({
    redisUrl: redis.url,
    queue,
    log: keepLog(),
    handle: (payload) => handle(payload, dependencies),
  });
  await until(async () => {
    const { waiting, active, delayed } = (await health.counts())[queue];
    return waiting + active + delayed === 0;
  });
  return (await health.counts()).embed.waiting - before;
}

const be = (change: Partial<PhotoForWork>): void => void (photo = photo && { ...photo, ...change });

describe('ingest', () => {
  test('a new photo is looked at, and its faces are embedded next', async () => {
    expect(await run('ingest')).toBe(1);
    expect(found).toMatchObject([
      { photoId: photo?.id, ingested: { version: INGEST_VERSION, width: 8, height: 6 } },
    ]);
  });

  test('a photo that an older version looked at is looked at again', async () => {
    be({ ingestVersion: INGEST_VERSION - 1, state: 'ready' });
    expect([await run('ingest'), found.length]).toEqual([1, 1]);
  });

  test.each([
    ['has been looked at already', { ingestVersion: INGEST_VERSION, metadataVersion: METADATA_VERSION }],
    [
      'has been looked at by a version to come',
      { ingestVersion: INGEST_VERSION + 1, metadataVersion: METADATA_VERSION + 1 },
    ],
    ['has failed, until somebody asks for it', { state: 'failed' as const }],
  ])('a photo that %s is left as it is', async (_, change) => {
    be(change);
    expect([await run('ingest'), found]).toEqual([0, []]);
  });

  test('the zone that a photo tells is considered, also when the worker died before it was', async () => {
    await run('ingest');
    be({ ingestVersion: INGEST_VERSION, metadataVersion: METADATA_VERSION, takenAt: METADATA.takenAt ?? '' });
    await run('ingest');
    expect(considered).toEqual([METADATA.takenAt, METADATA.takenAt]);
  });

  test('a photo whose metadata an older version read is asked for these alone', async () => {
    be({ ingestVersion: INGEST_VERSION, state: 'ready' });
    expect([await run('ingest'), found, described]).toEqual([0, [], [METADATA]]);
    expect(considered).toEqual([METADATA.takenAt]);
  });

  test('one that cannot be read any more stays as it is', async () => {
    be({ ingestVersion: INGEST_VERSION, state: 'ready', sha256: '0'.repeat(64) });
    expect([await run('ingest'), found, described]).toEqual([0, [], [null]]);
    expect((await health.counts()).ingest.failed).toBe(0);
  });

  test('a photo that is gone is no fault of the queue', async () => {
    photo = null;
    expect([await run('ingest'), found]).toEqual([0, []]);
    expect((await health.counts()).ingest.failed).toBe(0);
  });

  test('a photo that went while it was looked at is not embedded', async () => {
    gone = true;
    expect([await run('ingest'), found.length]).toEqual([0, 1]);
  });
});

describe('detect', () => {
  test('a photo that an older detector has seen is seen again, and its previews stay as they are', async () => {
    be({ ingestVersion: INGEST_VERSION, detectVersion: 'older', state: 'ready' });
    expect(await run('detect')).toBe(1);
    expect(found).toHaveLength(1);
    expect(found[0]).not.toHaveProperty('ingested');
  });

  test.each([
    [
      'this detector has seen',
      { ingestVersion: INGEST_VERSION, detectVersion: wantedVersion(manifest, 'e') },
    ],
    ['nobody has looked at yet', { ingestVersion: 0, detectVersion: 'older' }],
    ['has failed', { ingestVersion: INGEST_VERSION, detectVersion: 'older', state: 'failed' as const }],
    [
      'lies in an event whose faces have ended',
      { ingestVersion: INGEST_VERSION, detectVersion: 'older', facesEnded: true },
    ],
  ])('a photo that %s is left as it is', async (_, change) => {
    be(change);
    expect([await run('detect'), found]).toEqual([0, []]);
  });

  test('a photo that went meanwhile is not embedded', async () => {
    be({ ingestVersion: INGEST_VERSION, detectVersion: 'older' });
    gone = true;
    expect([await run('detect'), found.length]).toEqual([0, 1]);
    photo = null;
    expect([await run('detect'), found.length]).toEqual([0, 1]);
  });
});

test('between start and shutdown, what Postgres knows to be left is done, and a bad photo is marked as failed', async () => {
  const ids = { ingest: [randomUUID(), randomUUID()], e: [randomUUID(), randomUUID()], f: [randomUUID()] };
  const asked: unknown[] = [];
  const [handled, failed]: string[][] = [[], []];
  const photos = {
    findForWork: async (id: string) => {
      handled?.push(id);
      if (id === ids.ingest[1] || id === ids.f[0]) throw new PhotoError('missing-file', 'gone');
      return null;
    },
    findPhotosToIngest: async (...given: [string, ...unknown[]]) => {
      asked.push(given);
      return given[0] === 'e' ? ids.ingest : [];
    },
    findPhotosToDescribe: async (...given: unknown[]) => {
      asked.push(given);
      return [];
    },
    findPhotosToDetect: async (...given: [string, ...unknown[]]) => {
      asked.push(given);
      return given[0] === 'e' ? ids.e : ids.f;
    },
    markFailed: async (id: string, { code }: { code: string }) => Boolean(failed?.push(`${id} ${code}`)),
  };
  let closed = 0;
  const opened = {
    ...{ ...dependencies, threads: 2, photos },
    events: { findEmbedders: async () => ['e', 'f'] },
    vision: {
      ...dependencies.vision,
      requireFile: async () => undefined,
      close: async () => void (closed += 1),
    },
  } as unknown as Awaited<ReturnType<typeof detector.open>>;
  const work = startWork({
    ...{ name: detector.name, queues: detector.queues, dependencies: opened },
    ...{ redisUrl: redis.url, jobs, log: keepLog() },
  });
  await until(() => failed?.length === 2 && handled?.length === 5);
  await work.close();
  await detector.close?.(opened);
  expect(asked).toEqual([
    ['e', INGEST_VERSION, 1_000],
    ['f', INGEST_VERSION, 998],
    [INGEST_VERSION, METADATA_VERSION, 998],
    ['e', wantedVersion(manifest, 'e'), 1_000],
    ['f', wantedVersion(manifest, 'f'), 998],
  ]);
  expect(handled?.toSorted()).toEqual(Object.values(ids).flat().toSorted());
  expect(failed?.toSorted()).toEqual([ids.ingest[1], ids.f[0]].map((id) => `${id} missing-file`).toSorted());
  expect(closed).toBe(1);
});
