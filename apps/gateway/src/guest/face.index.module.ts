/** @module Faces in memory, for those who search them and for who erases them. */
import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Database } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceChangeRepository } from '@visage/database/face/face-change.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import type { Clock } from '@visage/host/clock';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { CLOCK, DATABASE, ENV, LOG } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';

@Module({
  providers: [
    {
      provide: FaceIndexCache,
      inject: [DATABASE, EventKeys, ENV, CLOCK, LOG],
      useFactory: (
        database: Database,
        keys: EventKeys,
        { FACE_INDEX_MB: megabytes }: GatewayEnv,
        clock: Clock,
        log: Logger,
      ) =>
        new FaceIndexCache({
          changes: new FaceChangeRepository(database),
          events: new EventRepository(database),
          repairs: new FaceRepairRepository(database),
          ...{ keys, clock, log, megabytes },
        }),
    },
  ],
  exports: [FaceIndexCache],
})
export class FaceIndexModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(FaceIndexCache) private readonly indexes: FaceIndexCache) {}

  onApplicationBootstrap(): void {
    this.indexes.watch();
  }

  onModuleDestroy(): void {
    this.indexes.close();
  }
}
