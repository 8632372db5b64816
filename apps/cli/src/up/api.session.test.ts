import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiError, signIn } from './api.session.js';
import { waitForGateway } from './up.health.js';

interface Answer {
  status: number;
  body: unknown;
}

let server: Server;
let base: string;
let answers: Answer[];
const asked: { line: string; type: string | undefined; bearer: string | undefined; body: string }[] = [];
const never = new AbortController().signal;
const ID = '018f0000-0000-7000-8000-000000000001';
const SESSION = {
  ...{ token: 'token', refreshToken: null, expiresAt: '2030-01-01T00:00:00.000Z' },
  user: { id: ID, email: 'a@example.org', name: 'A', role: 'organizer', helpsWith: [] },
};

async function note(request: IncomingMessage): Promise<void> {
  const { method, url, headers } = request;
  asked.push({
    line: `${method} ${url}`,
    type: headers['content-type'],
    bearer: headers.authorization,
    body: await text(request),
  });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void note(request).then(() => {
      const { status, body } = answers.shift() ?? { status: 404, body: 'nothing more' };
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

test('after signing in, requests are made as that user, and answers follow the contract', async () => {
  answers = [
    { status: 200, body: SESSION },
    { status: 200, body: { photos: 3 } },
    { status: 201, body: { photos: 4 } },
    { status: 201, body: { photos: 5 } },
  ];
  const session = await signIn(base, { email: 'a@example.org', password: 'p' }, never);
  const counted = z.object({ photos: z.number() });
  expect(await session.get('/events', counted)).toEqual({ photos: 3 });
  expect(await session.post('/events', { name: 'Wedding' }, counted)).toEqual({ photos: 4 });
  const form = new FormData();
  form.append('name', 'a form');
  expect(await session.post('/photos', form, counted)).toEqual({ photos: 5 });
  expect(asked.map(({ line, bearer }) => [line, bearer])).toEqual([
    ['POST /api/session', undefined],
    ['GET /api/events', 'Bearer token'],
    ['POST /api/events', 'Bearer token'],
    ['POST /api/photos', 'Bearer token'],
  ]);
  expect(asked.map(({ type }) => type?.split(';')[0])).toEqual([
    'application/json',
    undefined,
    'application/json',
    'multipart/form-data',
  ]);
  expect([asked[2]?.body, asked[3]?.body.includes('a form')]).toEqual(['{"name":"Wedding"}', true]);
});

test('a refusal is reported in the words of the API, or in those of a proxy', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Not signed in',
    status: 401,
    code: 'wrong-login',
    detail: 'The password is wrong.',
  };
  answers = [
    { status: 401, body: problem },
    { status: 502, body: `<h1>Bad gateway</h1>${'x'.repeat(500)}` },
    { status: 500, body: { error: 'other' } },
  ];
  const refused = (): Promise<unknown> =>
    signIn(base, { email: 'a@example.org', password: 'p' }, never).catch((error: unknown) => error);
  expect(await refused()).toMatchObject({ name: 'ApiError', status: 401, message: 'The password is wrong.' });
  const proxy = await refused();
  expect(proxy).toBeInstanceOf(ApiError);
  expect(proxy).toMatchObject({
    status: 502,
    message: expect.stringMatching(/^502 <h1>Bad gateway.{185}$/) as string,
  });
  expect(await refused()).toMatchObject({ status: 500, message: '500 {"error":"other"}' });
});

test('a start waits until the gateway says that it is up', async () => {
  answers = [
    { status: 503, body: 'database is away' },
    { status: 200, body: { up: true } },
  ];
  await waitForGateway(base, '/logs', never);
  expect(asked.map(({ line }) => line)).toEqual(['GET /api/health', 'GET /api/health']);
});

test('a gateway that never comes up ends the start with its last answer and the place of its log; Ctrl-C ends it at once', async () => {
  answers = [{ status: 503, body: 'database is away' }];
  await expect(waitForGateway(base, '/logs/gateway.log', never, 1)).rejects.toThrow(
    /within 0.001 s \((503 database is away|no answer)\); its log is in \/logs\/gateway.log/,
  );
  answers = [];
  await expect(waitForGateway(base, '/logs', AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
    'stopped',
  );
});
