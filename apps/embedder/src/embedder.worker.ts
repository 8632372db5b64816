/** @module The embedder: faces -> embeddings; it also answers for selfies. */
import { join } from 'node:path';
import { embedVersion } from '@visage/contracts/pipeline.version';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { findPhotosByEmbedder } from '@visage/host/embedder.photos';
import { VisionPools } from '@visage/host/vision.pools';
import { defaultThreads } from '@visage/host/vision.settings';
import { defineWorker } from '@visage/host/worker.definition';
import { findModel, loadManifest } from '@visage/models/model.manifest';
import { handleEmbed } from './embed.handler.js';
import { embedderEnvSchema } from './env.js';
import { SelfieController } from './selfie.controller.js';

export const embedder = defineWorker({
  name: 'embedder',
  settings: embedderEnvSchema,
  open: async ({ env, log, database, store, jobs, keys }) => {
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const threads = env.EMBED_THREADS ?? Math.ceil(defaultThreads() / 2);
    return {
      ...{ manifest, log, store, jobs, keys },
      second: env.SECOND_OPINION === undefined ? undefined : findModel(manifest, env.SECOND_OPINION),
      photos: new PhotoRepository(database),
      faces: new FaceRepository(database),
      repairs: new FaceRepairRepository(database),
      events: new EventRepository(database),
      vision: await VisionPools.start(manifest, env, threads),
    };
  },
  queues: {
    embed: {
      handle: handleEmbed,
      failed: async ({ photoId }, error, { photos }) => void (await photos.markFailed(photoId, error)),
      remaining: (limit, { photos, events, manifest, second, vision }, leaveOut) =>
        findPhotosByEmbedder({
          ...{ events, vision, limit, leaveOut },
          find: async (name, most) =>
            photos.findPhotosToEmbed(name, embedVersion(findModel(manifest, name), second), most),
        }),
      // small jobs that wait for storage overlap well
      concurrency: 4,
    },
  },
  controllers: [SelfieController],
  close: ({ vision }) => vision.close(),
});
