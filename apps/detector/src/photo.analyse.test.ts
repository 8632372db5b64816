import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Landmarks } from '@visage/contracts/geometry.contract';
import type { ModelManifest } from '@visage/contracts/model.contract';
import type { PhotoAnalysis, PhotoAnalysisOptions } from '@visage/contracts/photo-analysis.contract';
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { createDataKey } from '@visage/crypto/data.key';
import { openFacePicture } from '@visage/crypto/face.box';
import type { FoundFaces } from '@visage/database/face/face.repository';
import type { PhotoForWork } from '@visage/database/photo/photo.record';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { faceAlignedKey, faceCropKey, originalKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import type { PhotoInput, Vision } from '@visage/vision/thread/vision.contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { analysePhoto, wantedVersion, type AnalyseDependencies } from './photo.analyse.js';

const model = (name: string, role: string) => ({ name, role, version: '1', input: { width: 112 } });
const manifest = {
  defaults: { detector: 'd', landmarks: 'l', embedder: 'e' },
  models: [model('d', 'detector'), model('l', 'landmarks'), model('e', 'embedder')],
} as unknown as ModelManifest;

const key = createDataKey();
const original = Buffer.from('the original, bit for bit');
const sha256 = createHash('sha256').update(original).digest('hex');
const points: Landmarks = [
  [0, 0],
  [1, 0],
  [0, 1],
  [0, 2],
  [1, 2],
];

let folder: string;
let store: ObjectStore;
let photo: PhotoForWork;
let found: FoundFaces[];
let removedFaceIds: string[] | null;
let faceCount: number;
let asked: { embedder: string; file: PhotoInput; options: PhotoAnalysisOptions }[];
let dependencies: AnalyseDependencies;

/** In the network's place: faces whose crop is "crop N". */
function look(options: PhotoAnalysisOptions): PhotoAnalysis {
  const picture = { width: 8, height: 6, webp: Buffer.from('webp') };
  return {
    width: 80,
    height: 60,
    metadata: { format: 'jpeg', orientation: 1 },
    ...(options.previewSize ? { preview: picture } : {}),
    ...(options.thumbnailSize ? { thumbnail: picture } : {}),
    faces: Array.from({ length: faceCount }, (_, n) => ({
      ...{ box: [n * 20, 0, 9, 9], score: 1, landmarks: points, quality: 1 },
      aligned: Buffer.from(`aligned ${n}`),
      crop: Buffer.from(`crop ${n}`),
    })),
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-detector-'));
  store = await createObjectStore({ kind: 'disk', root: folder });
  const eventId = randomUUID();
  photo = {
    ...{ id: randomUUID(), eventId, sha256, embedder: 'e', fileName: 'a.jpg', createdAt: new Date() },
  } as PhotoForWork;
  await store.put(originalKey(eventId, sha256), original);
  found = [];
  removedFaceIds = [];
  faceCount = 2;
  asked = [];
  dependencies = {
    manifest,
    store,
    faces: {
      replaceFaces: async (faces) => {
        found.push(faces);
        return removedFaceIds && { removedFaceIds };
      },
    },
    keys: { open: async () => eventKeyOf([key]) },
    zones: { consider: async () => undefined },
    vision: {
      of: async (embedder) =>
        ({
          analyse: async (file, options) => {
            asked.push({ embedder, file, options });
            return look(options);
          },
        }) as Vision,
    },
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keysOfEvent(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key: name } of store.list(`events/${photo.eventId}/`)) keys.push(name);
  return keys.sort();
}

test('face pictures lie sealed in the storage and open only as the face they are of', async () => {
  expect(await analysePhoto(photo, true, dependencies)).toBe(true);
  const ids = found[0]?.faces.map((face) => face.id) ?? [];
  expect(ids).toHaveLength(2);
  for (const [n, id] of ids.entries()) {
    const box = await buffer((await store.get(faceCropKey(photo.eventId, id))).stream);
    expect(box.includes(`crop ${n}`)).toBe(false);
    expect(Buffer.from(openFacePicture(key, box, id, 'crop')).toString()).toBe(`crop ${n}`);
    const aligned = await buffer((await store.get(faceAlignedKey(photo.eventId, id))).stream);
    expect(Buffer.from(openFacePicture(key, aligned, id, 'aligned')).toString()).toBe(`aligned ${n}`);
  }
});

test('looked at twice, the photo has the same faces and files, not twice as many', async () => {
  await analysePhoto(photo, true, dependencies);
  const files = await keysOfEvent();
  await analysePhoto(photo, true, dependencies);
  expect(await keysOfEvent()).toEqual(files);
  expect(found[1]?.faces).toEqual(found[0]?.faces);
});

test('pictures of faces that a better detector does not see are removed', async () => {
  await analysePhoto(photo, true, dependencies);
  const gone = found[0]?.faces[1]?.id ?? '';
  removedFaceIds = [gone];
  faceCount = 1;
  await analysePhoto(photo, false, dependencies);
  const files = await keysOfEvent();
  expect(files.filter((name) => name.includes(gone))).toEqual([]);
  expect(found[1]?.ingested).toBeUndefined();
  expect(files).toContain(previewKey(photo.eventId, photo.id, 'preview', 1)); // stays as it was
});

test('a photo deleted while it is looked at leaves nothing behind but what the deletion itself removes', async () => {
  removedFaceIds = null;
  expect(await analysePhoto(photo, true, dependencies)).toBe(false);
  expect(await keysOfEvent()).toEqual([originalKey(photo.eventId, sha256)]);
});

test('a photo whose original is lost says so instead of being tried for ever', async () => {
  await store.delete(originalKey(photo.eventId, sha256));
  await expect(analysePhoto(photo, true, dependencies)).rejects.toMatchObject({ code: 'missing-file' });
  expect(found).toEqual([]);
});

test('no face is looked for once those of the event have ended, and the photo is taken in all the same', async () => {
  photo = { ...photo, facesEnded: true };
  faceCount = 0;
  expect(await analysePhoto(photo, true, dependencies)).toBe(true);
  expect(asked.map(({ options }) => options.withoutFaces)).toEqual([true]);
  expect(found).toMatchObject([{ faces: [], ingested: { width: 80 } }]);
  expect(await keysOfEvent()).toContain(previewKey(photo.eventId, photo.id, 'preview', 1));
});

test('an event that was erased gets no new files', async () => {
  dependencies.keys.open = async () => null;
  expect(await analysePhoto(photo, true, dependencies)).toBe(false);
  expect(await keysOfEvent()).toHaveLength(1);
});

test('the original is looked at as the event’s embedder wants it; its pictures are made once, its faces each time', async () => {
  await analysePhoto(photo, true, dependencies);
  await analysePhoto(photo, false, dependencies);
  const origin = { fileName: photo.fileName, arrivedAt: photo.createdAt };
  const common = { embedder: 'e', file: { bytes: original } };
  expect(asked).toEqual([
    { ...common, options: { cropSize: 320, origin, previewSize: 2048, thumbnailSize: 512, blanks: true } },
    { ...common, options: { cropSize: 320 } },
  ]);
  const kinds = (['preview', 'thumbnail'] as const).map((kind) =>
    previewKey(photo.eventId, photo.id, kind, INGEST_VERSION),
  );
  expect(await keysOfEvent()).toEqual(expect.arrayContaining(kinds));
  const version = wantedVersion(manifest, 'e');
  expect(version).toContain('d@1:l@1:'); // a better one of either looks again
  const place = { score: 1, quality: 1 };
  expect(found).toMatchObject([
    {
      photoId: photo.id,
      version,
      ingested: {
        version: INGEST_VERSION,
        width: 80,
        height: 60,
        metadata: { format: 'jpeg', orientation: 1 },
      },
    },
    { photoId: photo.id, version },
  ]);
  for (const { faces } of found)
    expect(faces).toEqual(
      [0, 20].map((x) => ({ ...place, id: expect.any(String) as string, box: [x, 0, 9, 9] })),
    );
});

test('a face without its picture, or a storage that is away, fails the look before anything is written down', async () => {
  const { of } = dependencies.vision;
  dependencies.vision = {
    of: async (embedder) => {
      const threads = await of(embedder);
      const analyse: Vision['analyse'] = async (file, options) => {
        const analysis = await threads.analyse(file, options);
        return { ...analysis, faces: analysis.faces.map(({ crop: _, ...face }) => face) };
      };
      return { ...threads, analyse };
    },
  };
  await expect(analysePhoto(photo, true, dependencies)).rejects.toThrow(/without a crop/);
  const away = {
    ...dependencies,
    store: { ...store, get: () => Promise.reject(new Error('the storage is away')) },
  };
  await expect(analysePhoto(photo, true, away)).rejects.toThrow('the storage is away');
  expect(found).toEqual([]);
});
