/** @module The API's document and its page, at `/api/openapi.json` and `/api/docs`. */
import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { API_PREFIX } from '../http/api.prefix.js';
import { openApiDocument } from './openapi.document.js';

export const DOCS_PATH = `${API_PREFIX}/docs`;
export const DOCUMENT_PATH = `${API_PREFIX}/openapi.json`;

/** The page of Swagger UI brings its styles within itself. */
const docsPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
  );
  next();
};

/** The document takes a third of a second, so it is made for whoever asks first, and not at every start. */
export function serveDocs(app: INestApplication): void {
  app.use(`/${DOCS_PATH}`, docsPolicy);
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app), {
    jsonDocumentUrl: DOCUMENT_PATH,
    raw: ['json'],
  });
}
