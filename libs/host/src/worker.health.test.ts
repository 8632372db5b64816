import { afterEach, expect, test } from 'vitest';
import { createServer, type AddressInfo } from 'node:net';
import type { Closable } from './closable.js';
import { serveHealth } from './worker.health.js';

let served: Closable | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a container whose database is away is taken out, and comes back with it', async () => {
  let away = true;
  const port = await freePort();
  const postgres = { name: 'postgres', ask: async () => (away ? Promise.reject(new Error('refused')) : 1) };
  served = await serveHealth(port, [postgres, { name: 'redis', ask: async () => 'PONG' }]);
  const ask = (): Promise<Response> => fetch(`http://127.0.0.1:${port}/health`);

  const down = await ask();
  expect([down.status, await down.json()]).toEqual([503, { up: false, down: ['postgres'] }]);
  away = false;
  const up = await ask();
  expect([up.status, await up.json()]).toEqual([200, { up: true, down: [] }]);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});
