/** @module The detector: photo -> metadata, previews, faces. */
import { join } from 'node:path';
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { findPhotosByEmbedder } from '@visage/host/embedder.photos';
import { VisionPools } from '@visage/host/vision.pools';
import { defaultThreads } from '@visage/host/vision.settings';
import { defineWorker } from '@visage/host/worker.definition';
import { loadManifest } from '@visage/models/model.manifest';
import { handleDetect } from './detect.handler.js';
import { detectorEnvSchema } from './env.js';
import { handleIngest } from './ingest.handler.js';
import { wantedVersion } from './photo.analyse.js';

interface Photos {
  photos: PhotoRepository;
}

const markFailed = (
  { photoId }: { photoId: string },
  error: PhotoErrorValue,
  { photos }: Photos,
): Promise<void> => photos.markFailed(photoId, error);

export const detector = defineWorker({
  name: 'detector',
  settings: detectorEnvSchema,
  open: async ({ env, database, store, jobs, keys }) => {
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const threads = env.VISION_THREADS ?? defaultThreads();
    return {
      ...{ manifest, threads, store, jobs, keys },
      photos: new PhotoRepository(database),
      faces: new FaceRepository(database),
      events: new EventRepository(database),
      vision: await VisionPools.start(manifest, env, threads),
    };
  },
  queues: {
    ingest: {
      handle: handleIngest,
      failed: markFailed,
      remaining: (limit, { photos }) => photos.findPhotosToIngest(INGEST_VERSION, limit),
      // one photo more than threads, so that none of them waits while an original is read or a result written
      concurrency: ({ threads }) => threads + 1,
    },
    detect: {
      handle: handleDetect,
      failed: markFailed,
      remaining: (limit, { photos, events, manifest }, leaveOut) =>
        findPhotosByEmbedder({
          ...{ events, limit, leaveOut },
          find: async (embedder, most) =>
            photos.findPhotosToDetect(embedder, wantedVersion(manifest, embedder), most),
        }),
      concurrency: 1,
    },
  },
  close: ({ vision }) => vision.close(),
});
