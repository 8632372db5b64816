import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIfPresent, readOrCreateSecret, readRememberedPort, writePrivateFile } from './secret.file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-secret-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a server’s password is made once, for its owner alone, and differs in every folder', async () => {
  const path = join(folder, 'password');
  const secret = await readOrCreateSecret(path);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(await readFile(path, 'utf8')).toBe(`${secret}\n`);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readOrCreateSecret(path)).toBe(secret);
  expect(await readOrCreateSecret(join(folder, 'other'))).not.toBe(secret);
});

test('a password file that a full disk left empty is written anew', async () => {
  const path = join(folder, 'emptied');
  await writeFile(path, ' \n');
  expect(await readOrCreateSecret(path)).toHaveLength(32);
});

test('a file is replaced as a whole, whatever an interrupted start left beside it', async () => {
  const path = join(folder, 'redis.conf');
  await writeFile(path, 'port 1', { mode: 0o644 });
  await writeFile(`${path}.new`, 'half a l', { mode: 0o644 });
  await writePrivateFile(path, 'port 2');
  expect(await readFile(path, 'utf8')).toBe('port 2');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => name.startsWith('redis'))).toEqual(['redis.conf']);
});

test('a file that is missing is told apart from one that cannot be read', async () => {
  expect(await readIfPresent(join(folder, 'missing'))).toBeUndefined();
  await mkdir(join(folder, 'directory'));
  await expect(readIfPresent(join(folder, 'directory'))).rejects.toMatchObject({ code: 'EISDIR' });
});

test.each([
  ['1\n', 1],
  [' 65535 ', 65_535],
  ['0', undefined],
  ['-1', undefined],
  ['65536', undefined],
  ['80.5', undefined],
  ['http', undefined],
  ['', undefined],
])('a remembered port of %j is %s', async (text, port) => {
  const path = join(folder, 'port');
  await writeFile(path, text);
  expect(await readRememberedPort(path)).toBe(port);
  expect(await readRememberedPort(`${path}.missing`)).toBeUndefined();
});
