/** @module The detector: photo -> metadata, previews, faces. */
import { join } from 'node:path';
import { INGEST_VERSION, METADATA_VERSION } from '@visage/contracts/pipeline.version';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { EventRepository } from '@visage/database/event/event.repository';
import { EventZoneRepository } from '@visage/database/event/event-zone.repository';
import { FacePlaceRepository } from '@visage/database/face/face-place.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoBlurRepository } from '@visage/database/photo/photo-blur.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { findPhotosByEmbedder } from '@visage/host/embedder.photos';
import { VisionPools } from '@visage/host/vision.pools';
import { defaultThreads } from '@visage/host/vision.settings';
import { defineWorker } from '@visage/host/worker.definition';
import { loadManifest } from '@visage/models/model.manifest';
import { handleBlur } from './blur.handler.js';
import { handleDetect } from './detect.handler.js';
import { detectorEnvSchema } from './env.js';
import { handleIngest } from './ingest.handler.js';
import { wantedVersion } from './photo.analyse.js';
import { sealPlaces } from './place.sealing.js';

interface Photos {
  photos: PhotoRepository;
}

async function markFailed(
  { photoId }: { photoId: string },
  error: PhotoErrorValue,
  { photos }: Photos,
): Promise<void> {
  await photos.markFailed(photoId, error);
}

/** One whose metadata alone were to be read anew stays as it was. */
async function markUnread(
  { photoId }: { photoId: string },
  error: PhotoErrorValue,
  { photos }: Photos,
): Promise<void> {
  if (!(await photos.markFailed(photoId, error, INGEST_VERSION))) await photos.recordMetadata(photoId, null);
}

export const detector = defineWorker({
  name: 'detector',
  settings: detectorEnvSchema,
  open: async ({ env, database, store, jobs, keys, log }) => {
    await sealPlaces({ places: new FacePlaceRepository(database), keys, log });
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const threads = env.VISION_THREADS ?? defaultThreads();
    return {
      ...{ manifest, threads, store, jobs, keys, log },
      photos: new PhotoRepository(database),
      faces: new FaceRepository(database),
      repairs: new FaceRepairRepository(database),
      blurs: new PhotoBlurRepository(database),
      events: new EventRepository(database),
      zones: new EventZoneRepository(database),
      vision: await VisionPools.start(manifest, env, threads),
    };
  },
  queues: {
    ingest: {
      handle: handleIngest,
      failed: markUnread,
      remaining: async (limit, { photos, events, vision }, leaveOut) => {
        const left = await findPhotosByEmbedder({
          ...{ events, vision, limit, leaveOut },
          find: (embedder, most) => photos.findPhotosToIngest(embedder, INGEST_VERSION, most),
        });
        if (left.length === limit) return left;
        const unread = await photos.findPhotosToDescribe(
          INGEST_VERSION,
          METADATA_VERSION,
          limit - left.length,
        );
        return [...left, ...unread];
      },
      // one photo more than threads, so that none of them waits while an original is read or a result written
      concurrency: ({ threads }) => threads + 1,
    },
    detect: {
      handle: handleDetect,
      failed: markFailed,
      remaining: (limit, { photos, events, manifest, vision }, leaveOut) =>
        findPhotosByEmbedder({
          ...{ events, vision, limit, leaveOut },
          find: async (embedder, most) =>
            photos.findPhotosToDetect(embedder, wantedVersion(manifest, embedder), most),
        }),
      concurrency: 1,
    },
    blur: {
      handle: handleBlur,
      remaining: (limit, { blurs }) => blurs.findPhotosToBlur(limit),
      concurrency: 1,
    },
  },
  close: ({ vision }) => vision.close(),
});
