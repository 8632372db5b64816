/** @module What the detector does between start and shutdown: two queues, and the search for work that Redis lost. */
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import type { EventRepository } from '@visage/database/event/event.repository';
import type { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { Closable } from '@visage/host/closable';
import type { VisionPools } from '@visage/host/vision.pools';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { startJobWorker } from '@visage/queues/job.worker';
import type { RemainingWork } from '@visage/queues/reconciler';
import { startReconciler } from '@visage/queues/reconciler.timer';
import { handleDetect } from './detect.handler.js';
import { handleIngest, type IngestDependencies } from './ingest.handler.js';
import { wantedVersion } from './photo.analyse.js';

export interface DetectorDependencies extends IngestDependencies {
  redisUrl: string;
  threads: number;
  log: JobLog;
  jobs: JobEnqueue;
  photos: PhotoRepository;
  events: EventRepository;
  vision: VisionPools;
}

/** @returns what is to be closed, in this order. */
export function startDetector(dependencies: DetectorDependencies): Closable[] {
  const { redisUrl, log, jobs, photos, vision } = dependencies;
  const onFailed = ({ photoId }: { photoId: string }, error: PhotoErrorValue): Promise<void> =>
    photos.markFailed(photoId, error);
  // one photo more than threads, so that none of them waits while an original is read or a result written
  const common = { redisUrl, log, onFailed, concurrency: dependencies.threads + 1 };
  return [
    startReconciler({ redisUrl, name: 'detector', work: remainingWork(dependencies), jobs, log }),
    startJobWorker({ ...common, queue: 'ingest', handle: (payload) => handleIngest(payload, dependencies) }),
    startJobWorker({
      ...common,
      queue: 'detect',
      handle: (payload) => handleDetect(payload, dependencies),
      concurrency: 1,
    }),
    vision,
  ];
}

function remainingWork({ photos, events, manifest }: DetectorDependencies): RemainingWork[] {
  const payloads = (ids: string[]): { photoId: string }[] => ids.map((photoId) => ({ photoId }));
  return [
    {
      queue: 'ingest',
      find: async (limit) => payloads(await photos.findPhotosToIngest(INGEST_VERSION, limit)),
    },
    {
      queue: 'detect',
      find: async (limit) => {
        const ids: string[] = [];
        for (const embedder of await events.findEmbedders()) {
          const version = wantedVersion(manifest, embedder);
          ids.push(...(await photos.findPhotosToDetect(embedder, version, limit - ids.length)));
        }
        return payloads(ids);
      },
    },
  ];
}
