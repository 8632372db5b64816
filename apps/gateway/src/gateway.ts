/** @module Builds the gateway: a Nest application on Express, ready to listen. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import type { Logger } from 'pino';
import type { GatewayEnv } from './env.js';
import { GatewayModule } from './gateway.module.js';
import { API_PREFIX } from './http/api.prefix.js';
import { serveDocs } from './openapi/openapi.docs.js';
import { systemClock, type Clock } from '@visage/host/clock';
import { NestLogger } from '@visage/host/nest.logger';
import { LOG } from '@visage/host/host.token';
import { securityHeaders } from './web/security.headers.js';
import { webApp } from './web/web.app.js';
import { ZIP_PATHS, zipBody } from './zip/zip.body.js';

/** Nothing moved on a connection for so long: it is dead. An upload over bad Wi-Fi takes hours, but moves. */
const IDLE_MS = 120_000;

export async function createGateway(
  env: GatewayEnv,
  { clock = systemClock }: { clock?: Clock } = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    GatewayModule.with(() => env, clock),
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(new NestLogger(app.get<Logger>(LOG)));
  app.setGlobalPrefix(API_PREFIX);
  app.set('trust proxy', env.TRUST_PROXY);
  app.disable('x-powered-by');
  app.use(securityHeaders({ https: env.PUBLIC_URL?.startsWith('https:') ?? false }));
  app.use(cookieParser());
  app.use(ZIP_PATHS, zipBody());
  serveDocs(app);
  if (env.WEB_DIR !== undefined) app.use(webApp(env.WEB_DIR));
  const server = app.getHttpServer();
  server.requestTimeout = 0;
  server.timeout = IDLE_MS;
  return app;
}
