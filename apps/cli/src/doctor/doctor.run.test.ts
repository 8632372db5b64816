import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from '../up/data.folder.js';
import { takeDataLock } from '../up/data.lock.js';
import { browserCheck } from './browser.check.js';
import { missing, ok, optional, reasonOf } from './doctor.check.js';
import { runChecks } from './doctor.run.js';
import { modelCheck } from './model.check.js';
import { isNodeSupported } from './node.check.js';
import { postgresCheck, redisCheck } from './server.check.js';
import { dataCheck, portCheck } from './space.check.js';

function collect(): { text: string; write(part: string): void } {
  return {
    text: '',
    write(part) {
      this.text += part;
    },
  };
}

test('something needed that is missing makes the exit code 1 and says how to get it', async () => {
  const out = collect();
  const redis = {
    title: 'Redis',
    run: () => Promise.resolve(missing('not found', 'apt-get install redis-server')),
  };
  expect(await runChecks([{ title: 'Node.js', run: () => Promise.resolve(ok('v22')) }, redis], out)).toBe(1);
  expect(out.text).toContain('→ apt-get install redis-server');
  expect(out.text).toContain('1 needed thing is missing');
});

test('what only tests need does not make it fail', async () => {
  const chromium = {
    title: 'Chromium',
    run: () => Promise.resolve(optional('not found', 'apt-get install chromium')),
  };
  expect(await runChecks([chromium], collect())).toBe(0);
});

test('a check that breaks counts as missing and does not hide the others', async () => {
  const out = collect();
  const broken = { title: 'Models', run: () => Promise.reject(new Error('no manifest')) };
  expect(await runChecks([broken, { title: 'Node.js', run: () => Promise.resolve(ok('v22')) }], out)).toBe(1);
  expect(out.text).toMatch(/no manifest[\s\S]*v22/);
});

test('Node versions that a dependency refuses are called too old', () => {
  expect(['v20.19.0', 'v22.12.0', 'v24.1.0'].map(isNodeSupported)).toEqual([true, true, true]);
  expect(['v18.20.0', 'v20.18.3', 'v21.7.0', 'v22.11.0'].map(isNodeSupported)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('servers named in the environment are contacted, and their passwords are never shown', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = {
    DATABASE_URL: `postgresql://visage:secret@127.0.0.1:${port}/visage`,
    REDIS_URL: `redis://:secret@127.0.0.1:${port}`,
  };
  const checks = [postgresCheck(environment), redisCheck(environment)];
  const look = () => Promise.all(checks.map((check) => check.run()));
  expect(await look()).toEqual([ok('DATABASE_URL answers'), ok('REDIS_URL answers')]);
  server.close();
  await once(server, 'close');
  const gone = await look();
  expect(gone.map(({ status, remedy }) => [status, remedy])).toEqual(
    ['DATABASE_URL', 'REDIS_URL'].map((name) => [
      'missing',
      `check ${name}, or unset it to use the embedded server`,
    ]),
  );
  expect(JSON.stringify(gone)).not.toContain('secret');
});

test('the data folder need not exist yet, but there must be a place for it; a running Visage is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-doctor-'));
  const data = dataFolder(join(folder, 'not/made/yet'));
  expect(await dataCheck(data).run()).toMatchObject({
    status: 'ok',
    detail: expect.stringContaining(`${data.root}, `) as string,
  });
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await portCheck(data, port).run()).toMatchObject({
    status: 'optional',
    detail: `${port} is taken by another program`,
  });
  server.close();
  await once(server, 'close');
  expect(await portCheck(data, port).run()).toEqual(ok(`${port} is free`));
  const running = dataFolder(folder);
  const lock = await takeDataLock(running.lockFile);
  expect(await portCheck(running, port).run()).toEqual(ok(`Visage runs (process ${process.pid})`));
  lock.release();
  await rm(folder, { recursive: true });
});

test('models that are not fetched yet are no fault, a manifest that cannot be read is one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-doctor-'));
  expect(await modelCheck({ MODEL_CACHE_DIR: folder }).run()).toMatchObject({
    status: 'optional',
    remedy: expect.stringContaining('./visage models') as string,
  });
  await writeFile(join(folder, 'manifest.json'), 'none');
  expect((await modelCheck({ MODELS_DIR: folder, MODEL_CACHE_DIR: folder }).run()).status).toBe('missing');
  expect((await browserCheck({ CHROMIUM_PATH: join(folder, 'nothing') }).run()).status).toBe('optional');
  expect(await browserCheck({ CHROMIUM_PATH: process.execPath }).run()).toEqual(ok(process.execPath));
  await rm(folder, { recursive: true });
});

test('a reason is one line, whatever was thrown', () => {
  expect([reasonOf(new Error('no space\nat line 3')), reasonOf('plain'), reasonOf(undefined)]).toEqual([
    'no space',
    'plain',
    'undefined',
  ]);
});
