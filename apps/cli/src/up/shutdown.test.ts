import { expect, test, vi } from 'vitest';
import { Shutdown } from './shutdown.js';

const noFailure = (): void => undefined;

test('the apps are stopped before the servers they use, even if stopping is requested twice', async () => {
  const order: string[] = [];
  const shutdown = new Shutdown();
  for (const name of ['postgres', 'redis', 'apps']) {
    await shutdown.add({ name, stop: () => void order.push(name), kill: () => undefined });
  }
  await Promise.all([shutdown.run(noFailure), shutdown.run(noFailure)]);
  expect(order).toEqual(['apps', 'redis', 'postgres']);
});

test('one that fails to stop does not leave the others running', async () => {
  const stop = vi.fn();
  const shutdown = new Shutdown();
  await shutdown.add({ name: 'postgres', stop, kill: () => undefined });
  await shutdown.add({ name: 'apps', stop: () => Promise.reject(new Error('stuck')), kill: () => undefined });
  const failed: string[] = [];
  await shutdown.run((name) => failed.push(name));
  expect(failed).toEqual(['apps']);
  expect(stop).toHaveBeenCalledOnce();
});

test('a server that comes up after Ctrl-C is stopped at once, and the start ends there', async () => {
  const shutdown = new Shutdown();
  await shutdown.run(noFailure);
  const stop = vi.fn();
  await expect(shutdown.add({ name: 'redis', stop, kill: () => undefined })).rejects.toThrow('stopped');
  expect(stop).toHaveBeenCalledOnce();
});

test('a second Ctrl-C kills what has not stopped yet', async () => {
  const shutdown = new Shutdown();
  const kill = vi.fn();
  await shutdown.add({ name: 'apps', stop: () => new Promise(() => undefined), kill });
  void shutdown.run(noFailure);
  shutdown.force();
  expect(kill).toHaveBeenCalledOnce();
});
