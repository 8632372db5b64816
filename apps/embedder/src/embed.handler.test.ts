import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { embedVersion } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { openEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import type { SealedEmbedding } from '@visage/database/face.record';
import type { PhotoForWork } from '@visage/database/photo.record';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { faceAlignedKey } from '@visage/storage/object.key';
import type { FaceEmbedding, Vision } from '@visage/vision/vision.contract';
import { beforeEach, expect, test } from 'vitest';
import { handleEmbed, type EmbedDependencies } from './embed.handler.js';

const MODEL = 'made';
const manifest = { models: [{ name: MODEL, version: '1', role: 'embedder' }] } as unknown as ModelManifest;
const eventId = randomUUID();
const photoId = randomUUID();
const key = createDataKey();

let photo: Partial<PhotoForWork> | null;
let faceIds: string[];
let stored: Map<string, Uint8Array>;
let saved: { version: string; embeddings: readonly SealedEmbedding[] }[];
let enqueued: unknown[];
let facesUnchanged: boolean;

function seen(value: number): FaceEmbedding {
  return { embedding: Float32Array.of(value), second: Float32Array.of(-value) };
}

const dependencies: EmbedDependencies = {
  manifest,
  store: {
    get: async (name) => {
      const bytes = stored.get(name);
      if (!bytes) throw new ObjectNotFoundError(name);
      return { stream: Readable.from([bytes]), length: bytes.length, size: bytes.length, modifiedAt: new Date() };
    },
  },
  photos: { findForWork: async () => photo as PhotoForWork | null },
  faces: {
    findFaceIds: async () => faceIds,
    saveEmbeddings: async (_photo, version, _model, embeddings) => {
      saved.push({ version, embeddings });
      return facesUnchanged;
    },
  },
  jobs: { enqueue: async (...job) => void enqueued.push(job) },
  keys: { open: async () => key },
  // the "network": a face's first pixel is its vector
  vision: { of: async () => ({ embed: async (aligned: Uint8Array[]) => aligned.map((face) => seen(face[0] ?? -1)) }) as Vision },
};

beforeEach(() => {
  photo = { id: photoId, eventId, embedder: MODEL, state: 'ingested', detectVersion: 'd', embedVersion: null };
  faceIds = [randomUUID(), randomUUID()];
  stored = new Map(
    faceIds.map((id, index) => [faceAlignedKey(eventId, id), sealFacePicture(key, Uint8Array.of(index + 7), id, 'aligned')]),
  );
  saved = [];
  enqueued = [];
  facesUnchanged = true;
});

test('each face gets the embedding of its own picture, sealed, and the event is grouped', async () => {
  await handleEmbed({ photoId }, dependencies);
  expect(saved).toHaveLength(1);
  const values = saved[0]?.embeddings.map(({ faceId, embedding }) => openEmbedding(key, embedding, { faceId, model: MODEL })[0]);
  expect(values).toEqual([7, 8]);
  expect(enqueued).toEqual([['cluster', { eventId }]]);
});

test('a second network, where one is asked, has its own embedding of each face, and a change of it embeds the photo anew', async () => {
  const second = { name: 'other', version: '1' };
  photo = { ...photo, embedVersion: embedVersion({ name: MODEL, version: '1' }) };
  await handleEmbed({ photoId }, { ...dependencies, second });
  const values = saved[0]?.embeddings.map(({ faceId, second: sealed }) => openEmbedding(key, sealed ?? new Uint8Array(), { faceId, model: 'other' })[0]);
  expect(values).toEqual([-7, -8]);
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

test('a lost picture, or one of another face, makes the job fail instead of giving a wrong embedding', async () => {
  const [first, second] = faceIds.map((id) => faceAlignedKey(eventId, id));
  stored.set(first ?? '', stored.get(second ?? '') ?? new Uint8Array());
  await expect(handleEmbed({ photoId }, dependencies)).rejects.toThrow();
  stored.delete(first ?? '');
  await expect(handleEmbed({ photoId }, dependencies)).rejects.toThrow(ObjectNotFoundError);
  expect(saved).toEqual([]);
});
