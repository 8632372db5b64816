/** @module Serves the built web app: its files, packed where the browser can unpack them, and its pages for every address that is not the API's. */
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import sirv from 'sirv';
import { API_PREFIX } from '../http/api.prefix.js';

const YEAR_SECONDS = 31_536_000;

/** A guest's link; what is behind the token needs no escape in an address. */
const GUEST_LINK = /^\/g\/([\w.~-]+)\/?$/;

/** @param dir with `index.html`, `guest.html` and `assets/`, whose names hold a hash of their content. */
export function webApp(dir: string): RequestHandler {
  const files = sirv(dir, {
    brotli: true,
    gzip: true,
    etag: true,
    extensions: [],
    setHeaders: keepForAsLong,
  });
  return (request, response, next) => {
    const { path } = request;
    if (isBelow(`/${API_PREFIX}`, path) || !['GET', 'HEAD'].includes(request.method)) return next();
    files(request, response, () => {
      if (isBelow('/assets', path))
        return void response.status(404).type('text').send('There is no such file.\n');
      const token = GUEST_LINK.exec(path)?.[1];
      if (token !== undefined) response.set('Link', askedFirst(token));
      const forGuests = isBelow('/g', path) || isBelow('/privacy', path);
      request.url = forGuests ? '/guest.html' : '/index.html';
      files(request, response, next);
    });
  };
}

/** What the guest's page asks for first: browsers ask before its scripts have arrived. (RFC 8288, HTML standard, preload.) */
function askedFirst(token: string): string {
  return `</${API_PREFIX}/guest/${token}>; rel=preload; as=fetch; crossorigin`;
}

function keepForAsLong(response: ServerResponse, path: string): void {
  response.setHeader(
    'Cache-Control',
    isBelow('/assets', path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
  );
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
