/** @module What the embedder does between start and shutdown, besides answering for selfies. */
import { embedVersion } from '@visage/contracts/pipeline.version';
import type { EventRepository } from '@visage/database/event/event.repository';
import type { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { Closable } from '@visage/host/closable';
import type { VisionPools } from '@visage/host/vision.pools';
import { findModel } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { handleEmbed, type EmbedDependencies } from './embed.handler.js';

export interface EmbedderDependencies extends EmbedDependencies {
  redisUrl: string;
  log: JobLog;
  jobs: JobEnqueue;
  photos: PhotoRepository;
  events: EventRepository;
  vision: VisionPools;
}

/** @returns what is to be closed, in this order. */
export function startEmbedder(dependencies: EmbedderDependencies): Closable[] {
  const { redisUrl, log, jobs, photos, events, manifest, second, vision } = dependencies;
  const find = async (limit: number): Promise<{ photoId: string }[]> => {
    const ids: string[] = [];
    for (const embedder of await events.findEmbedders()) {
      const version = embedVersion(findModel(manifest, embedder), second);
      ids.push(...(await photos.findPhotosToEmbed(embedder, version, limit - ids.length)));
    }
    return ids.map((photoId) => ({ photoId }));
  };
  return [
    startReconciler({ redisUrl, name: 'embedder', work: [{ queue: 'embed', find }], jobs, log }),
    startJobWorker({
      redisUrl,
      log,
      queue: 'embed',
      handle: (payload) => handleEmbed(payload, dependencies),
      onFailed: ({ photoId }, error) => photos.markFailed(photoId, error),
    }),
    vision,
  ];
}
