/** @module `blur`: pictures of a photo in which those who are blurred cannot be recognised, for visitors. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { boxOf } from '@visage/database/face/face.place';
import type { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import type { PhotoBlurRepository, PhotoToBlur } from '@visage/database/photo/photo-blur.repository';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { blurredKey, type BlurredKind } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Vision } from '@visage/vision/thread/vision.contract';
import { PREVIEW_SIZE, readOriginal, THUMBNAIL_SIZE } from './photo.analyse.js';

/** Raised when the same faces are to be covered in another way. */
const BLUR_VERSION = 1;

export interface BlurDependencies {
  manifest: Pick<ModelManifest, 'defaults'>;
  blurs: Pick<PhotoBlurRepository, 'find' | 'record'>;
  repairs: Pick<FaceRepairRepository, 'findAnew'>;
  keys: Pick<EventKeys, 'open'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  log: Pick<JobLog, 'error'>;
  store: Pick<ObjectStore, 'get' | 'put' | 'delete'>;
  vision: { of(embedder: string): Promise<Pick<Vision, 'blur'>> };
}

/** @throws PhotoError when the photo cannot be read; visitors do not get it then. */
export async function handleBlur(
  { photoId }: JobPayload<'blur'>,
  { manifest, blurs, repairs, keys, jobs, log, store, vision }: BlurDependencies,
): Promise<void> {
  const photo = await blurs.find(photoId);
  if (!photo || photo.done) return;
  const faceIds = photo.faces.map(({ id }) => id);
  if (faceIds.length === 0) {
    if (await blurs.record(photoId, [], null)) await removePictures(photo, photo.mark, store);
    return;
  }
  const key = await keys.open(photo.eventId);
  if (!key) return;
  const places = placesOf(key);
  const boxes = photo.faces.map(({ id, place }) => boxOf(id, place, places)).filter((box) => box !== null);
  if (boxes.length < faceIds.length) {
    await repairs.findAnew({ id: photoId, eventId: photo.eventId }, key.revision);
    log.error({ photoId }, 'the place of a face does not open; its photo is looked at anew');
    return jobs.enqueue('detect', { photoId });
  }
  const mark = markOf(faceIds);
  const threads = await vision.of(manifest.defaults.embedder); // embeds nothing, so any will do
  const { jpeg, preview, thumbnail } = await threads.blur(
    { bytes: await readOriginal(store, photo) },
    {
      faces: boxes,
      ...{ previewSize: PREVIEW_SIZE, thumbnailSize: THUMBNAIL_SIZE },
      takenAt: photo.takenAt ?? undefined,
    },
  );
  const put = (kind: BlurredKind, bytes: Uint8Array, contentType: string): Promise<unknown> =>
    store.put(blurredKey(photo.eventId, photoId, kind, mark), bytes, { contentType });
  await put('preview', preview.webp, 'image/webp');
  await put('thumbnail', thumbnail.webp, 'image/webp');
  await put('original', jpeg, 'image/jpeg');
  const file = { mark, ...sumsOf(jpeg), crc32: crc32(jpeg), bytes: jpeg.length };
  // what has changed meanwhile is found again by the reconciler
  const recorded = await blurs.record(photoId, faceIds, file);
  const stale = recorded ? photo.mark : mark;
  if (stale !== (recorded ? mark : photo.mark)) await removePictures(photo, stale, store);
}

function markOf(faceIds: readonly string[]): string {
  const hash = createHash('sha256').update(`blur ${BLUR_VERSION}\n${[...faceIds].sort().join('\n')}`);
  return hash.digest('hex').slice(0, 16);
}

function sumsOf(bytes: Uint8Array): { sha256: string; md5: string } {
  const sum = (name: 'sha256' | 'md5'): string => createHash(name).update(bytes).digest('hex');
  return { sha256: sum('sha256'), md5: sum('md5') };
}

const KINDS: readonly BlurredKind[] = ['preview', 'thumbnail', 'original'];

async function removePictures(
  { eventId, photoId }: PhotoToBlur,
  mark: string | null,
  store: Pick<ObjectStore, 'delete'>,
): Promise<void> {
  if (mark === null) return;
  for (const kind of KINDS) await store.delete(blurredKey(eventId, photoId, kind, mark));
}
