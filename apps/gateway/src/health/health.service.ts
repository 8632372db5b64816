/** @module Asks Postgres, Redis and the storage whether they answer. */
import { Inject, Injectable } from '@nestjs/common';
import type { Health, HealthPart } from '@visage/contracts/health.contract';
import { type Database, pingDatabase } from '@visage/database/client/database.client';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Redis } from 'ioredis';
import { DATABASE, REDIS, STORE } from '@visage/host/host.token';
import { askPart } from './health.part.js';

@Injectable()
export class HealthService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(STORE) private readonly store: ObjectStore,
  ) {}

  async ask(): Promise<Health> {
    const [postgres, redis, storage] = await Promise.all([
      askPart(() => pingDatabase(this.database)),
      askPart(() => this.redis.ping()),
      askPart(() => this.store.head('health/probe')),
    ]);
    const parts: Record<'postgres' | 'redis' | 'storage', HealthPart> = { postgres, redis, storage };
    return { up: Object.values(parts).every((part) => part.up), parts };
  }
}
