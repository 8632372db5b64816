/** @module Everything the clusterer consists of. */
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Database } from '@visage/database/client/database.client';
import { withEventLock } from '@visage/database/event/event.lock';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { EventKeys } from '@visage/host/event.keys';
import { DATABASE, JOBS, LOG } from '@visage/host/host.token';
import { WorkerModule } from '@visage/host/worker.module';
import { loadManifest } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { Logger } from 'pino';
import { startClusterer } from './clusterer.work.js';
import type { ClustererEnv } from './env.js';
import { GroupingThread } from './grouping.thread.js';

@Module({})
export class ClustererModule {
  /** @throws ModelError when the manifest cannot be read. */
  static async with(env: ClustererEnv): Promise<DynamicModule> {
    const manifest = await loadManifest(join(env.MODELS_DIR, 'manifest.json'));
    const work = {
      inject: [
        LOG,
        JOBS,
        DATABASE,
        EventRepository,
        FaceRepository,
        PersonRepository,
        FaceLinkRepository,
        EventKeys,
      ],
      useFactory: (
        log: Logger,
        jobs: JobEnqueue,
        database: Database,
        events: EventRepository,
        faces: FaceRepository,
        people: PersonRepository,
        links: FaceLinkRepository,
        keys: EventKeys,
      ) =>
        startClusterer({
          ...{
            redisUrl: env.REDIS_URL,
            log,
            jobs,
            events,
            faces,
            people,
            links,
            keys,
            manifest,
            care: env.GROUPING_CARE,
          },
          second: env.SECOND_OPINION,
          withEventLock: (eventId, run) => withEventLock(database, eventId, run),
          thread: new GroupingThread(),
        }),
    };
    return { module: ClustererModule, imports: [WorkerModule.with({ app: 'clusterer', env, work })] };
  }
}
