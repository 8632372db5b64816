/** @module What a route answers, said once for the OpenAPI document. */
import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** JSON of a contract schema. */
export const Answers = (schema: z.ZodType, status = 200): MethodDecorator =>
  applyDecorators(HttpCode(status), ApiResponse({ status, description: '', standardSchema: schema }));

/** No content. */
export const AnswersNothing = (): MethodDecorator =>
  applyDecorators(HttpCode(204), ApiResponse({ status: 204, description: '' }));

const binary = { schema: { type: 'string' as const, format: 'binary' } };

/** Bytes of one of the given media types. */
export const AnswersBytes = (...mediaTypes: string[]): MethodDecorator =>
  applyDecorators(
    ApiResponse({
      status: 200,
      description: '',
      content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, binary])),
    }),
  );

/** A multipart form whose field `name` holds one or several files, streamed by the handler. */
export const TakesFiles = (name: string, several: boolean): MethodDecorator => {
  const file = { type: 'string' as const, format: 'binary' };
  const property = several ? { type: 'array' as const, items: file } : file;
  return applyDecorators(
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', required: [name], properties: { [name]: property } } }),
  );
};
