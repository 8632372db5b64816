/** @module Starts the embedder: a worker that also answers the gateway over Redis. */
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { LOG } from '@visage/host/host.token';
import { NestLogger } from '@visage/host/nest.logger';
import { runMain } from '@visage/host/run.main';
import { redisOptionsOf } from '@visage/queues/redis.options';
import type { Logger } from 'pino';
import { EmbedderModule } from './embedder.module.js';
import { readEnv } from './env.js';

/** How long a connection that was lost waits before it is tried again; it is tried for ever. */
const RETRY = { retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: 500 };

await runMain('embedder', async () => {
  const env = readEnv();
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(await EmbedderModule.with(env), {
    transport: Transport.REDIS,
    options: { ...redisOptionsOf(env.REDIS_URL), ...RETRY },
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(new NestLogger(app.get<Logger>(LOG)));
  await app.listen();
  return app;
});
