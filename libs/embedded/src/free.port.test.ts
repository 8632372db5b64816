import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort, isPortFree } from './free.port.js';

let taken: Server | undefined;
afterEach(() => new Promise((resolve) => (taken ? taken.close(resolve) : resolve(undefined))));

/** @returns a port that is listened on until the test ends. */
function takePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    taken = server;
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

test('a port that was free can be listened on, and is then no longer free', async () => {
  const port = await findFreePort();
  expect(port).toBeGreaterThanOrEqual(1024);
  expect(await isPortFree(port)).toBe(true);
  expect(await findFreePort(port)).toBe(port);
  expect(await takePort(port)).toBe(port);
  expect(await isPortFree(port)).toBe(false);
});

test('if the port of last time is taken, another one is found', async () => {
  const port = await takePort();
  const other = await findFreePort(port);
  expect(other).not.toBe(port);
  expect(await isPortFree(other)).toBe(true);
});

test('an address that is not this machine’s has no free port', async () => {
  await expect(findFreePort(undefined, '203.0.113.1')).rejects.toThrow('no free port on 203.0.113.1');
});
