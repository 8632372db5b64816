/** @module Runs a worker: a Nest application without a port of its own, and the orderly end of its work. */
import 'reflect-metadata';
import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type INestApplicationContext,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Closable } from './closable.js';
import { readEnv } from './env.js';
import { NestLogger } from './nest.logger.js';
import { runMain } from './run.main.js';
import { openContext, type OpenedContext, type WorkerContext } from './worker.context.js';
import type { WorkerDefinition } from './worker.definition.js';
import type { WorkerEnv } from './worker.env.js';
import { serveHealth } from './worker.health.js';
import { startWork, type Work } from './worker.work.js';

/** What `open` of the worker gave. */
export const DEPENDENCIES = Symbol('dependencies of the worker');

/** Work under way may end before what it stands on is closed. */
export class RunningWorker<Env extends WorkerEnv, Dependencies>
  implements BeforeApplicationShutdown, OnApplicationShutdown
{
  private constructor(
    private readonly definition: WorkerDefinition<Env, Dependencies>,
    private readonly opened: OpenedContext<Env>,
    readonly dependencies: Dependencies,
    private readonly work: Work,
    private readonly health: Closable | undefined,
  ) {}

  static async start<Env extends WorkerEnv, Dependencies>(
    definition: WorkerDefinition<Env, Dependencies>,
    env: Env,
  ): Promise<RunningWorker<Env, Dependencies>> {
    const { name, queues } = definition;
    const opened = await openContext(name, env);
    const { log, jobs } = opened.context;
    const dependencies = await definition.open(opened.context);
    const work = startWork({ name, queues, dependencies, redisUrl: env.REDIS_URL, jobs, log });
    const { HEALTH_PORT: port } = env;
    const health = port === undefined ? undefined : await serveHealth(port, opened.probes, work.leftOut);
    return new RunningWorker(definition, opened, dependencies, work, health);
  }

  get context(): WorkerContext<Env> {
    return this.opened.context;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work.close();
    await this.definition.close?.(this.dependencies);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.health?.close();
    await this.opened.close();
  }
}

@Module({})
export class WorkerModule {
  static of<Env extends WorkerEnv, Dependencies>(
    definition: WorkerDefinition<Env, Dependencies>,
    env: Env,
  ): DynamicModule {
    return {
      module: WorkerModule,
      controllers: definition.controllers ?? [],
      providers: [
        { provide: RunningWorker, useFactory: () => RunningWorker.start(definition, env) },
        {
          provide: DEPENDENCIES,
          inject: [RunningWorker],
          useFactory: (worker: RunningWorker<Env, Dependencies>) => worker.dependencies,
        },
      ],
    };
  }
}

/** Has Nest's own messages go to the worker's log. */
export function withLog<App extends INestApplicationContext>(app: App): App {
  const worker = app.get<RunningWorker<WorkerEnv, unknown>>(RunningWorker);
  app.useLogger(new NestLogger(worker.context.log));
  return app;
}

export async function createWorker<Env extends WorkerEnv, Dependencies>(
  definition: WorkerDefinition<Env, Dependencies>,
  env: Env,
): Promise<INestApplicationContext> {
  const options = { bufferLogs: true, abortOnError: false };
  return withLog(await NestFactory.createApplicationContext(WorkerModule.of(definition, env), options));
}

/** The whole main program of a worker. */
export async function runWorker<Env extends WorkerEnv, Dependencies>(
  definition: WorkerDefinition<Env, Dependencies>,
): Promise<void> {
  await runMain(definition.name, async () => createWorker(definition, readEnv(definition.settings)));
}
