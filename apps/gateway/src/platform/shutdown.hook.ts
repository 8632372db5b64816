/** @module The end of the app: requests in hand may finish, then the connections are closed. */
import { Server } from 'node:http';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Database } from '@visage/database/client/database.client';
import type { Redis } from 'ioredis';
import { DATABASE, REDIS, SECRETS } from '@visage/host/host.token';
import type { InstalledSecrets } from '@visage/host/keys/installed.secrets';

/** Half of the ten seconds that whoever stops us waits before it kills. */
const GRACE_MS = 5000;

/**
 * Node closes the connections that are idle when the server stops listening. One whose answer ends a moment later, as the
 * streams of progress do, would stay open until its browser lets go, for seconds.
 */
const IDLE_CHECK_MS = 50;

@Injectable()
export class ShutdownHook implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(SECRETS) private readonly secrets: InstalledSecrets,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  /** Nest now stops listening and waits for open requests; a long download must not keep it for ever. */
  beforeApplicationShutdown(): void {
    const server: unknown = this.host.httpAdapter.getHttpServer();
    if (!(server instanceof Server)) return;
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
    const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(grace);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.secrets.close();
    this.redis.disconnect();
    await this.database.close();
  }
}
