import { findFreePort } from '@visage/embedded/free.port';
import { afterEach, expect, test } from 'vitest';
import type { Closable } from './closable.js';
import { serveHealth } from './worker.health.js';

let served: Closable | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

test('a container whose database is away is taken out, and comes back with it; events that nobody can work on take none out', async () => {
  let away = true;
  const port = await findFreePort();
  const postgres = { name: 'postgres', ask: async () => (away ? Promise.reject(new Error('refused')) : 1) };
  served = await serveHealth(port, [postgres, { name: 'redis', ask: async () => 'PONG' }], () => 3);
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${port}/health`);

  const down = await ask();
  expect([down.status, await down.json()]).toEqual([
    503,
    { up: false, down: ['postgres'], eventsLeftOut: 3 },
  ]);
  away = false;
  const up = await ask();
  expect([up.status, await up.json()]).toEqual([200, { up: true, down: [], eventsLeftOut: 3 }]);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});
