import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, expect, test, vi } from 'vitest';
import { runMain } from './run.main.js';

class NothingModule {}
Module({})(NothingModule);

afterEach(() => vi.restoreAllMocks());

test('an app that cannot start says why in one plain line, and ends with 1', async () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  await runMain('clusterer', () => Promise.reject(new Error('DATABASE_URL: is not set')));
  expect([said, exit.mock.calls]).toEqual([['clusterer: DATABASE_URL: is not set\n'], [[1]]]);
});

test('an app ends like one that is told to when whoever started it is gone', async () => {
  const app = await NestFactory.createApplicationContext(NothingModule, { logger: false });
  const before = process.listeners('disconnect');
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  await runMain('clusterer', () => Promise.resolve(app));
  const [added] = process.listeners('disconnect').filter((listener) => !before.includes(listener));
  added?.();
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGTERM');
  if (added) process.off('disconnect', added);
  kill.mockRestore();
  await app.close();
});
