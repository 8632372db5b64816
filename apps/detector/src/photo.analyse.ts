/** @module One look at a photo: its original is read and decoded once, its pictures are stored, its faces written down. */
import { detectVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
import type { ModelManifest } from '@visage/contracts/model.contract';
import type { PhotoAnalysis, PhotoOrigin } from '@visage/contracts/photo-analysis.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { sealFacePicture } from '@visage/crypto/face.box';
import type { EventZoneRepository } from '@visage/database/event/event-zone.repository';
import type { FaceRepository } from '@visage/database/face/face.repository';
import type { NewFace } from '@visage/database/face/face.record';
import type { PhotoForWork } from '@visage/database/photo/photo.record';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import { findModel } from '@visage/models/model.manifest';
import { ObjectDamagedError, ObjectNotFoundError } from '@visage/storage/object.error';
import {
  faceAlignedKey,
  faceCropKey,
  facePictureKeys,
  originalKey,
  previewKey,
  type PreviewKind,
} from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Vision } from '@visage/vision/thread/vision.contract';
import { buffer } from 'node:stream/consumers';
import { faceIdOf } from './face.id.js';

/** Longest sides in pixels: a full-screen preview on a laptop, and a tile of the gallery on a sharp phone. */
export const PREVIEW_SIZE = 2048;
export const THUMBNAIL_SIZE = 512;
/** Side of a face's picture in pixels. */
const CROP_SIZE = 320;

export interface AnalyseDependencies {
  manifest: ModelManifest;
  store: ObjectStore;
  faces: Pick<FaceRepository, 'replaceFaces'>;
  keys: Pick<EventKeys, 'open'>;
  vision: { of(embedder: string): Promise<Vision> };
  zones: Pick<EventZoneRepository, 'consider'>;
}

/** What `detectVersion` a photo of an event with this embedder should have. */
export function wantedVersion(manifest: ModelManifest, embedder: string): string {
  return detectVersion({
    detector: findModel(manifest, manifest.defaults.detector),
    landmarks: findModel(manifest, manifest.defaults.landmarks),
    embedder: findModel(manifest, embedder),
  });
}

/**
 * @param ingest also metadata, preview and thumbnail; without it only the faces are found anew.
 * @returns false when the photo or its event is gone; nothing of it stays then.
 * @throws PhotoError when the photo cannot be read; any other error may pass.
 */
export async function analysePhoto(
  photo: PhotoForWork,
  ingest: boolean,
  dependencies: AnalyseDependencies,
): Promise<boolean> {
  const { manifest, store, faces, keys, vision, zones } = dependencies;
  const key = await keys.open(photo.eventId);
  if (!key) return false;
  const version = wantedVersion(manifest, photo.embedder);
  const threads = await vision.of(photo.embedder);
  const analysis = await threads.analyse(
    { bytes: await readOriginal(store, photo) },
    {
      ...(photo.facesEnded ? { withoutFaces: true } : { cropSize: CROP_SIZE }),
      ...(ingest
        ? {
            ...{ previewSize: PREVIEW_SIZE, thumbnailSize: THUMBNAIL_SIZE, blanks: true },
            origin: originOf(photo),
          }
        : {}),
    },
  );

  const found = analysis.faces.map((_, index) => faceIdOf(photo.id, version, index));
  const written = [
    ...(await storePreviews(store, photo, analysis)),
    ...(await storeFaces(store, photo, key.sealing, found, analysis)),
  ];
  const replaced = await faces.replaceFaces({
    photoId: photo.id,
    version,
    faces: newFaces(found, analysis),
    places: placesOf(key),
    ...(ingest
      ? { ingested: { version: INGEST_VERSION, ...sizeOf(analysis), metadata: analysis.metadata } }
      : {}),
  });
  if (replaced) {
    await removeObjects(
      store,
      replaced.removedFaceIds.flatMap((id) => facePictureKeys(photo.eventId, id)),
    );
    if (ingest) await zones.consider(photo.eventId, analysis.metadata.takenAt);
    return true;
  }
  await removeObjects(store, written); // the photo went while it was looked at
  return false;
}

export async function readOriginal(
  store: Pick<ObjectStore, 'get'>,
  photo: Pick<PhotoForWork, 'eventId' | 'sha256'>,
): Promise<Uint8Array> {
  try {
    const { stream } = await store.get(originalKey(photo.eventId, photo.sha256));
    return await buffer(stream);
  } catch (cause) {
    if (cause instanceof ObjectDamagedError)
      throw new PhotoError(
        'missing-file',
        'The original is damaged in the storage. Upload the photo again.',
        {
          cause,
        },
      );
    if (!(cause instanceof ObjectNotFoundError)) throw cause;
    throw new PhotoError(
      'missing-file',
      'The original is not in the storage any more. Upload the photo again.',
      { cause },
    );
  }
}

export function originOf({ fileName, createdAt }: PhotoForWork): PhotoOrigin {
  return { fileName, arrivedAt: createdAt };
}

async function storePreviews(
  store: ObjectStore,
  photo: PhotoForWork,
  analysis: PhotoAnalysis,
): Promise<string[]> {
  const kinds: PreviewKind[] = ['preview', 'thumbnail'];
  const keys: string[] = [];
  for (const kind of kinds) {
    const picture = analysis[kind];
    if (!picture) continue;
    const key = previewKey(photo.eventId, photo.id, kind, INGEST_VERSION);
    await store.put(key, picture.webp, { contentType: 'image/webp' });
    keys.push(key);
  }
  return keys;
}

/** Face pictures are biometric data: they leave this process sealed with the event's key. */
async function storeFaces(
  store: ObjectStore,
  photo: PhotoForWork,
  key: Uint8Array,
  ids: readonly string[],
  analysis: PhotoAnalysis,
): Promise<string[]> {
  const keys: string[] = [];
  for (const [index, face] of analysis.faces.entries()) {
    const id = ids[index];
    if (id === undefined || !face.crop) throw new Error('the vision library returned a face without a crop');
    await store.put(faceAlignedKey(photo.eventId, id), sealFacePicture(key, face.aligned, id, 'aligned'));
    await store.put(faceCropKey(photo.eventId, id), sealFacePicture(key, face.crop, id, 'crop'));
    keys.push(...facePictureKeys(photo.eventId, id));
  }
  return keys;
}

function newFaces(ids: readonly string[], analysis: PhotoAnalysis): NewFace[] {
  return analysis.faces.flatMap(({ box, score, quality }, index) => {
    const id = ids[index];
    return id === undefined ? [] : [{ id, box, score, quality }];
  });
}

function sizeOf({ width, height }: PhotoAnalysis): { width: number; height: number } {
  return { width, height };
}

async function removeObjects(store: ObjectStore, keys: readonly string[]): Promise<void> {
  for (const key of keys) await store.delete(key);
}
