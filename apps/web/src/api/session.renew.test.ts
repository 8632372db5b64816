import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';
import { keepSession, mayRenew, renewSession } from './session.renew.js';

const START = Date.parse('2026-06-13T12:00:00Z');
const MINUTE_MS = 60_000;

type Asked = [path: string, init: RequestInit];
/** What the server answers, in turn; a function is asked when its turn comes. */
function serve(...answers: (Response | (() => Promise<Response>))[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push([path, init]);
    const next = answers.shift() ?? new Response('asked once too often', { status: 500 });
    return next instanceof Response ? Promise.resolve(next) : next();
  });
  return asked;
}
const session = (expiresAt: number): Response =>
  Response.json({ expiresAt: new Date(expiresAt).toISOString() });
const pathsOf = (asked: Asked[]): string[] => asked.map(([path]) => path);
const problem = (status: number, code: string): Response =>
  Response.json({ code, detail: `about ${code}` }, { status });

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('renewing a session', () => {
  test('is one request, however many ask for it at once', async () => {
    const asked = serve(session(START), session(START + 1000));
    expect(await Promise.all([renewSession(), renewSession(), renewSession()])).toEqual([
      START,
      START,
      START,
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject([
      '/api/session/renew',
      {
        method: 'POST',
        credentials: 'same-origin',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: '{}',
      },
    ]);
    expect(await renewSession()).toBe(START + 1000);
  });

  test('is tried anew after it failed, whatever the failure was', async () => {
    serve(
      () => Promise.reject(new TypeError('Failed to fetch')),
      problem(401, 'not-signed-in'),
      new Response('<html>', { status: 200 }),
      session(START),
    );
    expect([await renewSession(), await renewSession(), await renewSession(), await renewSession()]).toEqual([
      null,
      null,
      null,
      START,
    ]);
  });
});

test.each([
  ['GET', '/api/events', true],
  ['GET', '/api/session', true],
  ['POST', '/api/session', false],
  ['GET', '/api/session/all', true],
  ['POST', '/api/guests/{guestId}/approve', true],
  ['POST', '/api/guest', false],
  ['GET', '/api/guest/{token}/photos', false],
  ['POST', '/api/password-links/{token}', false],
  ['POST', '/api/session/renew', false],
] as const)('%s %s may be a reason to renew: %s', (method, path, may) => {
  expect(mayRenew(method, path)).toBe(may);
});

describe('a request', () => {
  test('whose session has run out is sent once more with the renewed one, body and all', async () => {
    const asked = serve(problem(401, 'not-signed-in'), session(START), Response.json({ id: 'e' }));
    expect(await request('POST', '/api/events', { json: { name: 'Gala' } })).toEqual({ id: 'e' });
    expect(pathsOf(asked)).toEqual(['/api/events', '/api/session/renew', '/api/events']);
    expect(asked[2]?.[1]).toEqual(asked[0]?.[1]);
    expect(asked[2]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"name":"Gala"}',
      headers: { 'content-type': 'application/json' },
    });
  });

  test('is sent twice at most', async () => {
    const asked = serve(problem(401, 'not-signed-in'), session(START), problem(401, 'not-signed-in'));
    await expect(request('GET', '/api/events')).rejects.toMatchObject({ status: 401, code: 'not-signed-in' });
    expect(asked).toHaveLength(3);
  });

  test('is not sent again when the session cannot be renewed', async () => {
    const asked = serve(problem(401, 'not-signed-in'), problem(401, 'not-signed-in'));
    await expect(request('GET', '/api/events')).rejects.toMatchObject({ status: 401 });
    expect(pathsOf(asked)).toEqual(['/api/events', '/api/session/renew']);
  });

  test.each([
    [
      'signing in with a wrong password',
      () => request('POST', '/api/session', { json: { email: 'a@b.c', password: 'x' } }),
      401,
    ],
    ['of a guest', () => request('GET', '/api/guest/{token}', { path: { token: 't' } }), 401],
    ['that is refused otherwise', () => request('GET', '/api/events'), 403],
  ])('%s renews nothing', async (_, ask: () => Promise<unknown>, status) => {
    const asked = serve(problem(status, 'refused'));
    await expect(ask()).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
  });

  test('for who is signed in renews, though it goes to the address of signing in', async () => {
    const asked = serve(problem(401, 'not-signed-in'), session(START), Response.json({ user: {} }));
    expect(await request('GET', '/api/session')).toEqual({ user: {} });
    expect(asked).toHaveLength(3);
  });

  test('says that there is no connection, and is silent about one that was called off', async () => {
    serve(
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => Promise.reject(new Error('called off')),
    );
    await expect(request('GET', '/api/events')).rejects.toMatchObject({ name: 'ApiError', status: 0 });
    await expect(request('GET', '/api/events', { signal: AbortSignal.abort() })).rejects.toThrow(
      'called off',
    );
  });

  test('without an answer gives nothing, and with something that is no JSON says what the status says', async () => {
    serve(new Response(null, { status: 204 }), new Response('<html>', { status: 502 }));
    expect(await request('DELETE', '/api/events/{eventId}', { path: { eventId: 'e' } })).toBeUndefined();
    await expect(request('GET', '/api/events')).rejects.toMatchObject({ status: 502, code: null });
  });

  test('that a network answers with a page of its own says that there is no connection', async () => {
    serve(new Response('<html>Sign in to this network</html>', { status: 200 }));
    await expect(request('GET', '/api/events')).rejects.toMatchObject({ name: 'ApiError', status: 0 });
  });

  test('sends a form with its files, for the browser to say where its parts end', async () => {
    const asked = serve(Response.json({}));
    const logo = new File(['picture'], 'logo.png', { type: 'image/png' });
    await request('POST', '/api/events/{eventId}/logo', { path: { eventId: 'e/1' }, form: { logo } });
    expect(asked[0]?.[0]).toBe('/api/events/e%2F1/logo');
    const form = asked[0]?.[1].body;
    expect(form instanceof FormData && form.get('logo')).toEqual(logo);
    expect(asked[0]?.[1].headers).toEqual({ accept: 'application/json' });
  });

  test('leaves out of its address what is not said', () => {
    const photos = (query: { limit?: number; cursor?: string | undefined; personId?: string }) =>
      addressOf('/api/events/{eventId}/photos', { path: { eventId: 'e' }, query });
    expect(photos({ limit: 0, cursor: undefined, personId: 'Ana & Luis' })).toBe(
      '/api/events/e/photos?limit=0&personId=Ana+%26+Luis',
    );
    expect(photos({ cursor: undefined })).toBe('/api/events/e/photos');
  });
});

describe('a page that is open', () => {
  let page: EventTarget & { visibilityState: string };
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
    page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', page);
  });
  const endsIn = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

  test('renews its session five minutes before the end, and again before the next one', async () => {
    const asked = serve(session(START + 25 * MINUTE_MS), session(START + 40 * MINUTE_MS));
    const stop = keepSession(endsIn(15));
    await vi.advanceTimersByTimeAsync(9.5 * MINUTE_MS);
    expect(asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(0.5 * MINUTE_MS);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(9.5 * MINUTE_MS);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0.5 * MINUTE_MS);
    expect(asked).toHaveLength(2);
    stop();
  });

  test('renews at once a session that is about to end', async () => {
    const asked = serve(session(START + 15 * MINUTE_MS));
    const stop = keepSession(endsIn(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    stop();
  });

  test('tries again at the next look when the server was away', async () => {
    const asked = serve(
      () => Promise.reject(new TypeError('Failed to fetch')),
      session(START + 15 * MINUTE_MS),
    );
    const stop = keepSession(endsIn(1));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(2);
    stop();
  });

  test('asks nothing while nobody sees it, and at once when somebody comes back', async () => {
    const asked = serve(session(START + 60 * MINUTE_MS));
    page.visibilityState = 'hidden';
    const stop = keepSession(endsIn(1));
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(asked).toHaveLength(0);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    stop();
  });

  test('asks no more once it is left', async () => {
    const asked = serve();
    keepSession(endsIn(6))();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    page.dispatchEvent(new Event('visibilitychange'));
    expect(asked).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
