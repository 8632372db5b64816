/** @module Serves the built web app: its files, and its page for every address that is not the API's. */
import { join } from 'node:path';
import compression from 'compression';
import express, { Router, type RequestHandler } from 'express';
import { API_PREFIX } from '../http/api.prefix.js';

const YEAR_SECONDS = 31_536_000;

/** @param dir with `index.html` and `assets/`, whose names hold a hash of their content. */
export function webApp(dir: string): RequestHandler {
  const assets = express.static(join(dir, 'assets'), {
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
    fallthrough: false,
    index: false,
  });
  const files = express.static(dir, {
    index: false,
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
  });
  const app: RequestHandler = (request, response, next) => {
    if (isApi(request.path) || !['GET', 'HEAD'].includes(request.method)) return next();
    if (request.path.startsWith('/assets/')) {
      request.url = request.url.slice('/assets'.length);
      return void assets(request, response, next);
    }
    return void files(request, response, (error?: unknown) => {
      if (error) return next(error);
      response.setHeader('Cache-Control', 'no-cache');
      response.sendFile('index.html', { root: dir });
    });
  };
  // only what is the same for everybody: answers of the API mix secrets with what a page sent
  const packed = compression({ filter: (request, response) => !isApi(request.originalUrl) && compression.filter(request, response) });
  return Router().use(packed, app);
}

function isApi(path: string): boolean {
  return path === `/${API_PREFIX}` || path.startsWith(`/${API_PREFIX}/`);
}
