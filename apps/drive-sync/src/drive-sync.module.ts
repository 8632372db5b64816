/** @module Everything drive-sync consists of. */
import { Module, type DynamicModule } from '@nestjs/common';
import { DriveImportRepository } from '@visage/database/drive-import.repository';
import { PhotoRepository } from '@visage/database/photo.repository';
import { serviceAccountAuth } from '@visage/drive/drive.auth';
import { createDriveReader } from '@visage/drive/drive.reader';
import { JOBS, LOG, STORE } from '@visage/host/host.token';
import { photoLimitsOf } from '@visage/host/vision.settings';
import { WorkerModule } from '@visage/host/worker.module';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { startDriveSync } from './drive-sync.work.js';
import type { DriveSyncEnv } from './env.js';

@Module({})
export class DriveSyncModule {
  static with(env: DriveSyncEnv): DynamicModule {
    const account = env.GOOGLE_SERVICE_ACCOUNT;
    const drive = account ? createDriveReader(serviceAccountAuth(account), env.GOOGLE_ROOT_URL) : null;
    const { maxBytes } = photoLimitsOf(env);
    const work = {
      inject: [LOG, JOBS, STORE, PhotoRepository, DriveImportRepository],
      useFactory: (
        log: Logger,
        jobs: JobEnqueue,
        store: ObjectStore,
        photos: PhotoRepository,
        imports: DriveImportRepository,
      ) => startDriveSync({ redisUrl: env.REDIS_URL, log, jobs, store, photos, imports, drive, maxBytes }),
    };
    return { module: DriveSyncModule, imports: [WorkerModule.with({ app: 'drive-sync', env, work })] };
  }
}
