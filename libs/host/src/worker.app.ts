/** @module Builds a worker: a Nest application without a port of its own. */
import 'reflect-metadata';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { LOG } from './host.token.js';
import { NestLogger } from './nest.logger.js';

export async function createWorker(module: DynamicModule): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(module, { bufferLogs: true, abortOnError: false });
  app.useLogger(new NestLogger(app.get<Logger>(LOG)));
  return app;
}
