/** @module Lets a selection of thousands of photos in, where other requests stay small. */
import { MAX_ZIP_SELECTION } from '@visage/contracts/zip.contract';
import express, { type RequestHandler } from 'express';
import { API_PREFIX } from '../http/api.prefix.js';

/** An id, its quotes and its comma. */
const ID_BYTES = 39;

export const ZIP_PATHS = [`/${API_PREFIX}/events/:eventId/zips`, `/${API_PREFIX}/guest/:token/zips`];

/** In a function of its own: by the parser's name Nest would take it for the one that it adds for all other routes. */
export function zipBody(): RequestHandler {
  const parse = express.json({ limit: MAX_ZIP_SELECTION * ID_BYTES + 1024 });
  return (request, response, next) => parse(request, response, next);
}
