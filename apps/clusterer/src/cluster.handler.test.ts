import { randomUUID } from 'node:crypto';
import { createDataKey } from '@visage/crypto/data.key';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import type { EmbeddedFace } from '@visage/database/face/face.record';
import type { FaceLinkRecord } from '@visage/database/face/face-link.repository';
import type { GroupedEvent, PersonStanding } from '@visage/database/person/person.repository';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import type { EventRepository } from '@visage/database/event/event.repository';
import { systemClock } from '@visage/host/clock';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { startWork } from '@visage/host/worker.work';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { keepLog, startTestRedis, until } from '@visage/queues/testing/test.redis';
import { NetworkGate } from '@visage/vision/network/network.gate';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { handleCluster, type ClusterDependencies } from './cluster.handler.js';
import { clusterer, type ClustererDependencies } from './clusterer.worker.js';
import { GroupingThread } from './grouping.thread.js';
import group from './grouping.worker.js';

const DIMENSIONS = 4;
const MODEL = 'made';
const SECOND = 'other';
const eventId = randomUUID();
const key = createDataKey();

let faces: EmbeddedFace[];
let people: string[];
/** What is known of them. */
let known: Record<string, Partial<PersonStanding>>;
let written: GroupedEvent[];
let enqueued: unknown[];
let event: { embedder: string; facesRevision: number; groupedRevision: number } | null;
let links: FaceLinkRecord[];
let stillDue: boolean;
let locked: boolean;
let repaired: string[];
const log = keepLog();

/** Faces of one `who` point the same way. */
function face(who: number, personId: string | null = null): EmbeddedFace {
  const id = randomUUID();
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === who ? 1 : 0));
  const embedding = sealEmbedding(key, vector, { faceId: id, model: MODEL });
  return { id, photoId: randomUUID(), personId, quality: 1, waits: false, embedding };
}

const manifest = {
  models: [
    { name: MODEL, role: 'embedder', dimensions: DIMENSIONS, threshold: 0.5 },
    { name: SECOND, role: 'embedder', dimensions: 2, threshold: 0.5 },
  ],
} as unknown as ModelManifest;

const dependencies: ClusterDependencies = {
  manifest,
  kinds: async () => undefined,
  care: 'balanced',
  events: { findGrouping: async () => event },
  faces: {
    async *loadFacesForGrouping() {
      for (const one of faces) yield [one]; // pages of one face
    },
  },
  people: {
    findStandings: async () =>
      people.map((id) => ({ id, name: null, hidden: false, linked: false, recognised: false, ...known[id] })),
    writePeople: async (grouped) => {
      written.push(grouped);
      return { written: true, stillDue };
    },
  },
  links: { findOfEvent: async () => links },
  jobs: { enqueue: async (...job) => void enqueued.push(job) },
  keys: { open: async () => eventKeyOf([key]) },
  repairs: { embedAnew: async (_, unreadable) => void (repaired = unreadable.map(({ id }) => id)) },
  ...{ log, clock: systemClock },
  withEventLock: async (_, work) =>
    locked ? { locked: false } : { locked: true, value: await work(new AbortController().signal) },
  group: (task) => group({ ...task, gate: new NetworkGate().shared }),
};

beforeEach(() => {
  faces = [];
  people = [];
  known = {};
  written = [];
  enqueued = [];
  event = { embedder: MODEL, facesRevision: 3, groupedRevision: 1 };
  links = [];
  stillDue = false;
  locked = false;
  repaired = [];
});

test('where the embedder is in doubt, a second network decides, if one is asked', async () => {
  const likeness = 0.52;
  const doubtful = (vector: number[], second: number[]): EmbeddedFace => {
    const id = randomUUID();
    const sealed = (values: number[], model: string): Uint8Array =>
      sealEmbedding(key, Float32Array.from(values), { faceId: id, model });
    const other = { embedding: sealed(second, SECOND), model: SECOND };
    return {
      id,
      photoId: randomUUID(),
      personId: null,
      quality: 1,
      waits: false,
      embedding: sealed(vector, MODEL),
      second: other,
    };
  };
  faces = [doubtful([1, 0, 0, 0], [1, 0]), doubtful([likeness, Math.sqrt(1 - likeness ** 2), 0, 0], [0, 1])];
  await handleCluster({ eventId }, dependencies);
  await handleCluster({ eventId }, { ...dependencies, second: SECOND });
  expect(written.map((grouped) => grouped.people.length)).toEqual([1, 2]);
});

test('likenesses are judged by the kinds of faces of the event’s embedder', async () => {
  const child = (x: number, y: number): EmbeddedFace => {
    const id = randomUUID();
    const embedding = sealEmbedding(key, Float32Array.of(0.8, x, y, 0), { faceId: id, model: MODEL });
    return { id, photoId: randomUUID(), personId: null, quality: 1, waits: false, embedding };
  };
  faces = [child(0.6, 0), child(0, 0.6)]; // alike by 0.64
  await handleCluster({ eventId }, dependencies);
  const kinds = { means: Float32Array.of(0.8, 0, 0, 0), sharpness: 20 };
  const asked: string[] = [];
  const judged = { ...dependencies, kinds: async ({ name }: ModelEntry) => (asked.push(name), kinds) };
  await handleCluster({ eventId }, judged);
  expect(written.map((grouped) => grouped.people.length)).toEqual([1, 2]);
  expect(asked).toEqual([MODEL]);
});

test('a photo that waits for approval makes nobody, is nobody’s cover and teaches nothing, but belongs to who is in it', async () => {
  const waiting = (who: number): EmbeddedFace => ({ ...face(who), waits: true });
  faces = [{ ...face(0), quality: 0.4 }, waiting(0), waiting(1), waiting(1)];
  await handleCluster({ eventId }, dependencies);
  const [shown, held, stranger, again] = faces.map(({ id }) => id);
  expect(written[0]?.people).toMatchObject([{ coverFaceId: shown }]);
  expect(written[0]?.people[0]?.faceIds.toSorted()).toEqual([shown, held].toSorted());
  expect(written[0]?.unassignedFaceIds.toSorted()).toEqual([stranger, again].toSorted());
  faces = faces.map((one) => ({ ...one, waits: false }));
  await handleCluster({ eventId }, dependencies);
  expect(written[1]?.people).toHaveLength(2);
});

test('faces become people, and a person keeps its id when most of its faces stay', async () => {
  const known = randomUUID();
  people = [known];
  faces = [face(0, known), face(0, known), face(0), face(1), face(1)];
  await handleCluster({ eventId }, dependencies);
  const [grouped] = written;
  expect(grouped?.revision).toBe(3);
  const groups = grouped?.people.map((person) => ({ ...person, faceIds: [...person.faceIds].sort() })) ?? [];
  const idsOf = (...rows: number[]): string[] => rows.map((row) => faces[row]?.id ?? '').sort();
  expect(groups.map(({ faceIds }) => faceIds)).toEqual([idsOf(0, 1, 2), idsOf(3, 4)]);
  expect(groups[0]?.id).toBe(known);
  expect(groups[1]?.id).toMatch(/^[0-9a-f-]{36}$/);
  for (const { coverFaceId, faceIds } of groups) expect(faceIds).toContain(coverFaceId);
});

test('an event whose people are up to date, and one that was erased, are left alone', async () => {
  event = { embedder: MODEL, facesRevision: 3, groupedRevision: 3 };
  await handleCluster({ eventId }, dependencies);
  event = null;
  await handleCluster({ eventId }, dependencies);
  expect(written).toEqual([]);
});

test('photos that arrived while the event was grouped are grouped by one more run', async () => {
  faces = [face(0)];
  stillDue = true;
  await handleCluster({ eventId }, dependencies);
  expect(enqueued).toEqual([['cluster', { eventId }]]);
});

test('two workers never group one event at once: the second tries again later', async () => {
  locked = true;
  await expect(handleCluster({ eventId }, dependencies)).rejects.toThrow(/grouped by another worker/);
  expect(written).toEqual([]);
});

test('a face whose embedding does not open, or is another’s, is left out and embedded anew; all others are grouped', async () => {
  const person = randomUUID();
  people = [person];
  const [one, other] = [face(0, person), face(0, person)];
  const moved = { ...face(1, person), embedding: other.embedding };
  const second = { embedding: Uint8Array.of(1, 2, 3), model: SECOND };
  faces = [one, moved, { ...other, second }];
  await handleCluster({ eventId }, { ...dependencies, second: SECOND });
  expect(written).toMatchObject([
    { people: [{ id: person, faceIds: [one.id, other.id] }], unassignedFaceIds: [] },
  ]);
  expect(repaired).toEqual([moved.id, other.id]);
  expect(log.lines.join()).toContain(moved.id);
});

test('what an organizer said about faces is kept, whatever they look like, and the newest word counts', async () => {
  const [ann, mirror, bob, stranger] = [face(0), face(1), face(2), face(2)];
  faces = [ann, mirror, bob, stranger];
  links = [
    { kind: 'must', faceA: ann.id, faceB: mirror.id },
    { kind: 'cannot', faceA: bob.id, faceB: stranger.id },
    { kind: 'cannot', faceA: mirror.id, faceB: ann.id }, // said before, and taken back by the first
    { kind: 'must', faceA: ann.id, faceB: randomUUID() }, // a face that is gone
    { kind: 'must', faceA: randomUUID(), faceB: bob.id },
  ];
  await handleCluster({ eventId }, dependencies);
  const groups = written[0]?.people.map(({ faceIds }) => [...faceIds].sort());
  expect(groups?.sort()).toEqual([[ann.id, mirror.id].sort(), [bob.id], [stranger.id]].sort());
});

test('a run that lost its lock while it grouped writes nothing over what another has written since', async () => {
  faces = [face(0), face(0)];
  const lock = new AbortController();
  const lost: ClusterDependencies = {
    ...dependencies,
    withEventLock: async (_, work) => ({ locked: true, value: await work(lock.signal) }),
    group: async (task, signal) => {
      expect(signal.aborted).toBe(false);
      const grouping = await dependencies.group(task, signal);
      lock.abort(new Error('the connection to Postgres was lost'));
      return grouping;
    },
  };
  stillDue = true;
  await expect(handleCluster({ eventId }, lost)).rejects.toThrow('the connection to Postgres was lost');
  expect([written, enqueued]).toEqual([[], []]);
});

test('an event whose key was destroyed while its run waited is left alone', async () => {
  faces = [face(0)];
  await handleCluster({ eventId }, { ...dependencies, keys: { open: async () => null } });
  expect([written, enqueued]).toEqual([[], []]);
});

test('a person who lives on is known by the faces it had, the oldest person first', async () => {
  const [old, young] = [randomUUID(), randomUUID()];
  people = [old, young];
  // both had two of the four, and a face that nobody knows the person of any more says nothing
  faces = [face(0, young), face(0, old), face(0, young), face(0, old), face(1, randomUUID())];
  await handleCluster({ eventId }, dependencies);
  const groups = written[0]?.people ?? [];
  expect(groups.map(({ id, faceIds }) => [id, faceIds.length])).toEqual([
    [old, 4],
    [expect.any(String), 1],
  ]);
  expect([old, young]).not.toContain(groups[1]?.id);
});

test('poor faces are nobody’s, and are said to be', async () => {
  faces = [face(0), { ...face(1), quality: 0.01 }];
  await handleCluster({ eventId }, dependencies);
  expect(written).toMatchObject([
    {
      eventId,
      people: [{ faceIds: [faces[0]?.id], coverFaceId: faces[0]?.id }],
      unassignedFaceIds: [faces[1]?.id],
    },
  ]);
});

test('a link of a face with itself says nothing', async () => {
  faces = [face(0), face(1)];
  const id = faces[0]?.id ?? '';
  links = [{ kind: 'cannot', faceA: id, faceB: id }];
  await handleCluster({ eventId }, dependencies);
  expect(written[0]?.people).toHaveLength(2);
});

test('a model that the manifest does not say enough of groups nothing', async () => {
  faces = [face(0)];
  for (const missing of ['threshold', 'dimensions'] as const)
    for (const name of [MODEL, SECOND]) {
      const models = manifest.models.map((model) =>
        model.name === name ? { ...model, [missing]: undefined } : model,
      );
      const run = handleCluster(
        { eventId },
        { ...dependencies, second: SECOND, manifest: { ...manifest, models } },
      );
      await expect(run).rejects.toThrow(`model ${name} has no threshold or dimensions`);
    }
  expect(written).toEqual([]);
});

test('an embedding of another length than the model gives is noticed, whichever network’s it is', async () => {
  const id = randomUUID();
  const sealed = (length: number, model: string): Uint8Array =>
    sealEmbedding(key, new Float32Array(length).fill(0.1), { faceId: id, model });
  const base = { id, photoId: randomUUID(), personId: null, quality: 1, waits: false };
  faces = [{ ...base, embedding: sealed(3, MODEL) }];
  await expect(handleCluster({ eventId }, dependencies)).rejects.toThrow(
    `the embedding of face ${id} has 3 numbers, ${MODEL} gives 4`,
  );
  faces = [
    {
      ...base,
      embedding: sealed(DIMENSIONS, MODEL),
      second: { embedding: sealed(3, SECOND), model: SECOND },
    },
  ];
  await expect(handleCluster({ eventId }, { ...dependencies, second: SECOND })).rejects.toThrow(
    `${SECOND} gives 2`,
  );
  await handleCluster({ eventId }, dependencies); // it is not asked
  faces = [
    {
      ...base,
      embedding: sealed(DIMENSIONS, MODEL),
      second: { embedding: sealed(3, 'older'), model: 'older' },
    },
  ];
  await handleCluster({ eventId }, { ...dependencies, second: SECOND }); // another network's says nothing
  expect(written).toHaveLength(2);
});

test('between start and shutdown, events that Postgres knows to be due are grouped in the thread', async () => {
  const redis = await startTestRedis();
  onTestFinished(() => redis.stop());
  const jobs = createJobEnqueue(redis.url);
  faces = [face(0), face(0), face(1)];
  const asked: unknown[] = [];
  const findEventsToGroup = async (limit: number): Promise<string[]> => {
    asked.push(limit);
    return [eventId];
  };
  const thread = new GroupingThread(new URL('../dist/grouping.worker.js', import.meta.url));
  const opened = {
    ...{ ...dependencies, jobs, thread },
    group: (task, signal) => thread.group(task, signal),
    events: { ...dependencies.events, findEventsToGroup } as unknown as EventRepository,
    selfies: { findEventsToRecognise: async () => [] } as unknown as ClustererDependencies['selfies'],
    objections: {} as unknown as ClustererDependencies['objections'],
    changes: {} as unknown as ClustererDependencies['changes'],
    repairs: {} as unknown as ClustererDependencies['repairs'],
    indexes: { close: () => undefined } as unknown as ClustererDependencies['indexes'],
  } satisfies ClustererDependencies;
  const work = startWork({
    ...{ name: clusterer.name, queues: clusterer.queues, dependencies: opened },
    ...{ redisUrl: redis.url, jobs, log: keepLog() },
  });
  await until(() => written.length > 0);
  for (const part of [work, jobs]) await part.close();
  await clusterer.close?.(opened);
  expect([asked, written[0]?.people.length]).toEqual([[1_000], 2]);
});

test('two whom somebody gave different names stay two, however alike they are, and a third joins one of them', async () => {
  const [ann, bob] = [randomUUID(), randomUUID()];
  people = [ann, bob];
  known = { [ann]: { name: 'Ann' }, [bob]: { name: 'Bob' } };
  faces = [face(0, ann), face(0, ann), face(0, bob), face(0)];
  await handleCluster({ eventId }, dependencies);
  const owners = new Map(
    written[0]?.people.flatMap(({ id, faceIds }) => faceIds.map((one) => [one, id] as const)),
  );
  expect(faces.slice(0, 3).map(({ id }) => owners.get(id))).toEqual([ann, ann, bob]);
  expect([ann, bob]).toContain(owners.get(faces[3]?.id ?? ''));
});
