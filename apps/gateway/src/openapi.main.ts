/** @module Prints the OpenAPI document; starts no server and opens no connection. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readEnv } from './env.js';
import { GatewayModule } from './gateway.module.js';
import { API_PREFIX } from './http/api.prefix.js';
import { openApiDocument } from './openapi/openapi.document.js';

// Preview: providers are declared but never made, so neither settings nor servers are needed.
const app = await NestFactory.create(
  GatewayModule.with(() => readEnv()),
  {
    preview: true,
    abortOnError: false,
    logger: ['error'],
  },
);
app.setGlobalPrefix(API_PREFIX);
process.stdout.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`);
