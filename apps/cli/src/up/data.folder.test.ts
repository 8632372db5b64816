import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@visage/embedded/free.port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryFolder } from '../repository.folder.js';
import { dataFolder, openDataFolder } from './data.folder.js';
import { readDemoState, writeDemoState } from './demo.state.js';
import { forgetFirstStart, readFirstStart, rememberFirstStart } from './first.start.js';
import { choosePort } from './up.port.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-data-'));
});
afterEach(() => rm(root, { recursive: true }));

test('everything of an installation is in one folder, which is private to its owner', async () => {
  expect(dataFolder().root).toBe(join(repositoryFolder, '.visage'));
  const data = dataFolder(join(root, 'deep/data'));
  expect(await readdir(root), 'nothing is created before it is needed').toEqual([]);
  const { root: own, ...places } = data;
  expect(new Set(Object.values(places)).size).toBe(Object.keys(places).length);
  for (const place of Object.values(places)) expect(place.startsWith(`${own}/`)).toBe(true);
  await openDataFolder(data);
  await openDataFolder(data);
  expect([(await stat(own)).mode & 0o777, await readdir(own)]).toEqual([0o700, ['logs']]);
});

test('a folder that cannot be written to is refused with an alternative', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(openDataFolder(dataFolder(join(root, 'file/data')))).rejects.toThrow(
    'choose another with --data',
  );
});

test('a first start that was interrupted still knows its password, which is forgotten once it has been shown', async () => {
  const file = join(root, 'first-start.json');
  expect(await readFirstStart(file)).toBeUndefined();
  const start = { email: 'a@example.org', password: 'secret' };
  await rememberFirstStart(file, start);
  expect([await readFirstStart(file), (await stat(file)).mode & 0o777]).toEqual([start, 0o600]);
  await forgetFirstStart(file);
  await forgetFirstStart(file);
  expect(await readFirstStart(file)).toBeUndefined();
});

test('a demo event that was begun is continued', async () => {
  const file = join(root, 'demo.json');
  expect(await readDemoState(file)).toBeUndefined();
  const state = { eventId: crypto.randomUUID(), guestUrl: 'http://127.0.0.1:3000/g/token' };
  await writeDemoState(file, state);
  expect(await readDemoState(file)).toEqual(state);
  await writeFile(file, '{"eventId":"none"}');
  await expect(readDemoState(file)).rejects.toThrow('eventId');
});

test('the address stays the same over restarts, unless its port is taken or another is asked for', async () => {
  const file = join(root, 'port');
  const first = await choosePort(undefined, '127.0.0.1', file);
  expect(await readFile(file, 'utf8')).toBe(`${first}\n`);
  const remembered = await findFreePort();
  await writeFile(file, `${remembered}\n`);
  expect(await choosePort(undefined, '127.0.0.1', file)).toBe(remembered);

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  await expect(choosePort(taken, '127.0.0.1', file)).rejects.toThrow(`port ${taken} is taken`);
  await writeFile(file, `${taken}\n`);
  const other = await choosePort(undefined, '127.0.0.1', file);
  expect([other === taken, await readFile(file, 'utf8')]).toEqual([false, `${other}\n`]);
  server.close();
  await once(server, 'close');
  expect(await choosePort(taken, '127.0.0.1', file)).toBe(taken);
  expect(await readFile(file, 'utf8'), 'a port that was asked for once is not remembered').toBe(`${other}\n`);
});
