/** @module Everything the embedder consists of. */
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
import { findModel, loadManifest } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { startEmbedder } from './embedder.work.js';
import type { EmbedderEnv } from './env.js';
import { SelfieController } from './selfie.controller.js';

@Module({})
export class EmbedderModule {
  /** @throws ModelError when the manifest cannot be read or its embedder is not on this machine. */
  static async with(env: EmbedderEnv): Promise<DynamicModule> {
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const threads = env.EMBED_THREADS ?? Math.ceil(defaultThreads() / 2);
    const second = env.SECOND_OPINION === undefined ? undefined : findModel(manifest, env.SECOND_OPINION);
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
        startEmbedder({
          ...{ redisUrl: env.REDIS_URL, log, jobs, store, photos, faces, events, keys },
          manifest,
          second,
          vision,
        }),
    };
    return {
      module: EmbedderModule,
      imports: [WorkerModule.with({ app: 'embedder', env, work })],
      controllers: [SelfieController],
      providers: [{ provide: VisionPools, useValue: vision }],
    };
  }
}
