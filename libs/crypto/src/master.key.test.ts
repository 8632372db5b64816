import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOrCreateMasterKey, parseMasterKey } from './master.key.js';
import { KeyError } from './secret.key.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-key-'));
  file = join(folder, 'keys', 'master.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the first start makes a key that only its owner may read, and later starts read the same one', async () => {
  const first = await loadOrCreateMasterKey({ file });
  expect(first).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await loadOrCreateMasterKey({ file })).toEqual(first);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('apps that start at the same moment agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => loadOrCreateMasterKey({ file })));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
});

test.each([0o640, 0o604, 0o660, 0o644])(
  'a key file of mode %o is refused with the command that mends it',
  async (mode) => {
    await loadOrCreateMasterKey({ file });
    await chmod(file, mode);
    await expect(loadOrCreateMasterKey({ file })).rejects.toThrow(`chmod 600 ${file}`);
  },
);

test.each([
  '',
  'too short',
  randomBytes(31).toString('base64'),
  randomBytes(33).toString('base64'),
  randomBytes(32).toString('hex'),
])('a key file holding %j is refused and not overwritten', async (content) => {
  await loadOrCreateMasterKey({ file });
  await writeFile(file, content);
  const refusal = await loadOrCreateMasterKey({ file }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(KeyError);
  expect(String(refusal)).toContain(file);
  if (content !== '') expect(String(refusal)).not.toContain(content);
});

test('a key from the environment is read, and a cut one refused', () => {
  const key = randomBytes(32);
  expect(parseMasterKey(` ${key.toString('base64')}\n`)).toEqual(new Uint8Array(key));
  expect(() => parseMasterKey(key.toString('base64').slice(0, -4))).toThrow(KeyError);
  expect(() => parseMasterKey(key.toString('base64').replace(/^./, '!'))).toThrow(KeyError);
});
