/** @module Starts the embedder: a worker that also answers the gateway over Redis. */
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { readEnv } from '@visage/host/env';
import { runMain } from '@visage/host/run.main';
import { withLog, WorkerModule } from '@visage/host/worker.app';
import { redisOptionsOf } from '@visage/queues/redis.options';
import { embedder } from './embedder.worker.js';

/** How long a connection that was lost waits before it is tried again; it is tried for ever. */
const RETRY = { retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: 500 };

await runMain(embedder.name, async () => {
  const env = readEnv(embedder.settings);
  const app = withLog(
    await NestFactory.createMicroservice<MicroserviceOptions>(WorkerModule.of(embedder, env), {
      transport: Transport.REDIS,
      options: { ...redisOptionsOf(env.REDIS_URL), ...RETRY },
      bufferLogs: true,
      abortOnError: false,
    }),
  );
  await app.listen();
  return app;
});
