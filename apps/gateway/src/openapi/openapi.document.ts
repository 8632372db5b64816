/** @module The OpenAPI document of the gateway, made from the controllers' declarations and the contract schemas. */
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemSchema } from '@visage/contracts/problem.contract';
import { z } from 'zod';
import { convertSchema } from './schema.convert.js';

const problemAnswer = {
  description: 'Anything else: an RFC 9457 problem.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Visage')
    .setDescription('Every guest of an event finds their own photos.')
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('visage_session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? convertSchema(schema, schemaType) : undefined,
  });
  const schemas = document.components?.schemas ?? {};
  Object.assign(schemas, convertSchema(problemSchema, 'output').components);
  document.components = { ...document.components, schemas };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.patch, path.put, path.delete]) {
      if (operation) operation.responses = { ...operation.responses, default: problemAnswer };
    }
  }
  return document;
}
