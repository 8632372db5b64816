import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityHeaders } from './security.headers.js';
import { webApp } from './web.app.js';

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-web-'));
  await mkdir(join(folder, 'web/assets'), { recursive: true });
  await writeFile(join(folder, 'web/index.html'), '<title>Visage</title>');
  await writeFile(join(folder, 'web/guest.html'), '<title>Guest</title>');
  await writeFile(join(folder, 'web/favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'web/assets/main-1a2b.js'), 'run()');
  const long = 'run();'.repeat(1000);
  await writeFile(join(folder, 'web/assets/long-3c4d.js'), long);
  await writeFile(join(folder, 'web/assets/long-3c4d.js.br'), brotliCompressSync(long));
  await writeFile(join(folder, 'web/assets/long-3c4d.js.gz'), gzipSync(long));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const app = express();
  app.use('/secure', securityHeaders({ https: true }), (_request, response) => void response.end());
  app.use(securityHeaders({ https: false }), webApp(join(folder, 'web')));
  app.get('/api/health', (_request, response) => void response.json({ up: true }));
  app.get('/api/long', (_request, response) => void response.json({ secret: '.'.repeat(5000) }));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test('every address of the app shows its page, which is never kept for long', async () => {
  for (const path of ['/', '/events/1', '/gallery', '/index.html']) {
    const response = await fetch(url + path);
    expect([path, response.status, await response.text()]).toEqual([path, 200, '<title>Visage</title>']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
});

test('files with a hash in their name are kept for ever; a missing one is no page', async () => {
  const script = await fetch(`${url}/assets/main-1a2b.js`);
  expect([await script.text(), script.headers.get('content-type')]).toEqual([
    'run()',
    expect.stringContaining('javascript'),
  ]);
  expect(script.headers.get('cache-control')).toMatch(/max-age=31536000.*immutable/);
  expect((await fetch(`${url}/assets/old-9z.js`)).status).toBe(404);
});

test("a guest's link shows the guest's page, which asks for its welcome before its scripts are there", async () => {
  for (const [path, token] of [
    ['/g/to.Ken-1_2?x=1', 'to.Ken-1_2'],
    ['/g/abc/', 'abc'],
    ['/g', null],
    ['/g/', null],
    ['/g/%E0%A4%A', null],
  ]) {
    const response = await fetch(url + path);
    expect([path, response.status, await response.text()]).toEqual([path, 200, '<title>Guest</title>']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const link = token === null ? null : `</api/guest/${token}>; rel=preload; as=fetch; crossorigin`;
    expect(response.headers.get('link')).toBe(link);
  }
});

test('scripts travel packed as the browser likes, answers of the API do not', async () => {
  const answer = async (path: string, accepted: string) => {
    const response = await fetch(url + path, { headers: { 'accept-encoding': accepted } });
    return [response.headers.get('content-encoding'), response.headers.get('vary'), await response.text()];
  };
  const script = 'run();'.repeat(1000);
  for (const [accepted, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    expect(await answer('/assets/long-3c4d.js', accepted)).toEqual([encoding, 'Accept-Encoding', script]);
  }
  const response = await fetch(`${url}/assets/long-3c4d.js`, { headers: { 'accept-encoding': 'br' } });
  expect(response.headers.get('content-type')).toContain('javascript');
  expect((await answer('/api/long', 'br, gzip'))[0]).toBeNull();
});

test('the API is not the app, and nothing outside the folder is served', async () => {
  expect(await (await fetch(`${url}/api/health`)).json()).toEqual({ up: true });
  for (const path of ['/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt']) {
    expect(await (await fetch(url + path)).text()).not.toContain('secret');
  }
});

test('pages may use the camera and show pictures they made, and run nothing from elsewhere', async () => {
  const { headers } = await fetch(url);
  expect(headers.get('permissions-policy')).toContain('camera=(self)');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  );
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect([headers.get('cross-origin-opener-policy'), headers.get('cross-origin-resource-policy')]).toEqual([
    'same-origin',
    'same-origin',
  ]);
  expect(headers.has('strict-transport-security')).toBe(false);
  expect((await fetch(`${url}/secure`)).headers.get('strict-transport-security')).toBe('max-age=31536000');
});
