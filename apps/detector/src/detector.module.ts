/** @module Everything the detector consists of. */
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { EventKeys } from '@visage/host/event.keys';
import { JOBS, LOG, STORE } from '@visage/host/host.token';
import { VisionPools } from '@visage/host/vision.pools';
import { defaultThreads } from '@visage/host/vision.settings';
import { WorkerModule } from '@visage/host/worker.module';
import { loadManifest } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { startDetector } from './detector.work.js';
import type { DetectorEnv } from './env.js';

@Module({})
export class DetectorModule {
  /** @throws ModelError when the manifest cannot be read. */
  static async with(env: DetectorEnv): Promise<DynamicModule> {
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const threads = env.VISION_THREADS ?? defaultThreads();
    const vision = await VisionPools.start(manifest, env, threads);
    const work = {
      inject: [LOG, JOBS, STORE, PhotoRepository, FaceRepository, EventRepository, EventKeys],
      useFactory: (
        log: Logger,
        jobs: JobEnqueue,
        store: ObjectStore,
        photos: PhotoRepository,
        faces: FaceRepository,
        events: EventRepository,
        keys: EventKeys,
      ) =>
        startDetector({
          redisUrl: env.REDIS_URL,
          threads,
          log,
          jobs,
          store,
          photos,
          faces,
          events,
          keys,
          manifest,
          vision,
        }),
    };
    return { module: DetectorModule, imports: [WorkerModule.with({ app: 'detector', env, work })] };
  }
}
