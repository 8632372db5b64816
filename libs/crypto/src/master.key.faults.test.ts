import { randomBytes } from 'node:crypto';
import type * as files from 'node:fs/promises';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  forgetFormerMasterKey,
  loadOrCreateMasterKey,
  parseMasterKey,
  readFormerMasterKey,
  replaceMasterKey,
} from './master.key.js';
import { KeyError } from './secret.key.js';

type Deed = 'open' | 'write' | 'sync' | 'close' | 'link';

const disk = vi.hoisted(() => ({
  deeds: [] as string[],
  /** What the disk refuses to do. */
  fails: undefined as string | undefined,
  /** Runs once, between the first look for the key and the writing of a new one. */
  beforeWriting: undefined as (() => Promise<void>) | undefined,
  afterLink: undefined as (() => Promise<void>) | undefined,
}));

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof files>();
  const deed = async (name: Deed, work: () => Promise<void>): Promise<void> => {
    if (disk.fails === name) throw Object.assign(new Error(`EIO: ${name}`), { code: 'EIO' });
    await work();
    disk.deeds.push(name);
  };
  return {
    ...real,
    link: async (from: string, to: string) => {
      try {
        await deed('link', () => real.link(from, to));
      } finally {
        await disk.afterLink?.();
      }
    },
    open: async (...given: Parameters<typeof real.open>) => {
      if (disk.fails === 'open') throw Object.assign(new Error('EIO: open'), { code: 'EIO' });
      const handle = await real.open(...given);
      const event = disk.beforeWriting;
      disk.beforeWriting = undefined;
      await event?.();
      const [write, sync, close] = [
        handle.writeFile.bind(handle),
        handle.sync.bind(handle),
        handle.close.bind(handle),
      ];
      handle.writeFile = async (data, options) => {
        if (disk.fails === 'write') await handle.write('half a k');
        await deed('write', () => write(data, options));
      };
      handle.sync = () => deed('sync', sync);
      handle.close = () => deed('close', close);
      return handle;
    },
  };
});

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-key-'));
  file = join(folder, 'keys', 'master.key');
  Object.assign(disk, { deeds: [], fails: undefined, beforeWriting: undefined, afterLink: undefined });
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

test('a start that finds another’s key where it was about to put its own uses that one, and replaces nothing', async () => {
  let others: Uint8Array | undefined;
  disk.beforeWriting = async () => {
    others = await loadOrCreateMasterKey({ file });
  };
  const mine = await loadOrCreateMasterKey({ file });
  expect(others).toHaveLength(32);
  expect(mine).toEqual(others);
  expect(await loadOrCreateMasterKey({ file })).toEqual(others);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('a key that others have found is never overwritten, whatever has become of it since', async () => {
  disk.beforeWriting = async () => writeFile(file, 'of a future version', { mode: 0o600 });
  await expect(loadOrCreateMasterKey({ file })).rejects.toThrow(KeyError);
  expect(await readFile(file, 'utf8')).toBe('of a future version');
});

test.each<Deed>(['open', 'write', 'sync', 'link'])(
  'a start whose %s fails leaves no key, and the next one makes a whole one',
  async (deed) => {
    disk.fails = deed;
    await expect(loadOrCreateMasterKey({ file })).rejects.toThrow(`EIO: ${deed}`);
    expect(await readdir(join(folder, 'keys'))).toEqual([]);
    disk.fails = undefined;
    expect(await loadOrCreateMasterKey({ file })).toEqual(await loadOrCreateMasterKey({ file }));
  },
);

test('a start that is killed while it writes its key does not prevent the next one from making a whole one', async () => {
  await mkdir(join(folder, 'keys'));
  await writeFile(`${file}.3e1a7e1c.new`, 'half a k', { mode: 0o600 });
  const key = await loadOrCreateMasterKey({ file });
  expect(key).toHaveLength(32);
  expect(await loadOrCreateMasterKey({ file })).toEqual(key);
});

test('a key is on the disk before anything is sealed with it', async () => {
  await loadOrCreateMasterKey({ file });
  expect(disk.deeds).toEqual(['write', 'sync', 'close', 'link']);
});

test('a key that vanishes at once seals nothing', async () => {
  disk.afterLink = () => rm(file);
  await expect(loadOrCreateMasterKey({ file })).rejects.toThrow(KeyError);
});

test('a place that cannot be inspected is not taken for one without a key', async () => {
  await writeFile(join(folder, 'keys'), 'a file where the folder should be');
  const refusal = await loadOrCreateMasterKey({ file }).catch((error: unknown) => error);
  expect(refusal).toEqual(new KeyError(`the master key ${file} cannot be read`));
  expect(refusal).toMatchObject({ name: 'KeyError', cause: { code: 'ENOTDIR' } });
});

test.each([0o640, 0o604, 0o660, 0o644])(
  'a key file of mode %o is refused with the command that fixes it',
  async (mode) => {
    await loadOrCreateMasterKey({ file });
    await chmod(file, mode);
    await expect(loadOrCreateMasterKey({ file })).rejects.toThrow(
      new KeyError(
        `other users can open the master key ${file} (mode 0${mode.toString(8)}); run: chmod 600 ${file}`,
      ),
    );
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

test('a key from the environment is read, and a truncated one refused', () => {
  const key = randomBytes(32);
  expect(parseMasterKey(` ${key.toString('base64')}\n`)).toEqual(new Uint8Array(key));
  expect(() => parseMasterKey(key.toString('base64').slice(0, -4))).toThrow(KeyError);
  expect(() => parseMasterKey(key.toString('base64').replace(/^./, '!'))).toThrow(KeyError);
});

test('a key that is replaced lies beside the new one until it is forgotten, and its bytes are overwritten then', async () => {
  const first = await loadOrCreateMasterKey({ file });
  await replaceMasterKey({ file });
  const next = await loadOrCreateMasterKey({ file });
  expect(next).not.toEqual(first);
  expect(await readFormerMasterKey({ file })).toEqual(first);
  await replaceMasterKey({ file }); // gone on with, so there is no third
  expect(await loadOrCreateMasterKey({ file })).toEqual(next);
  const held = join(folder, 'held');
  await link(`${file}.former`, held);
  await forgetFormerMasterKey({ file });
  await forgetFormerMasterKey({ file });
  expect((await readFile(held)).every((byte) => byte === 0)).toBe(true);
  expect(await readFormerMasterKey({ file })).toBeNull();
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('wherever the replacing of a key breaks off, the present one is there, and it is gone on with', async () => {
  const first = await loadOrCreateMasterKey({ file });
  for (const deed of ['link', 'open', 'write', 'sync'] as const) {
    disk.fails = deed;
    await expect(replaceMasterKey({ file }), deed).rejects.toThrow('EIO');
    disk.fails = undefined;
    expect(await loadOrCreateMasterKey({ file }), deed).toEqual(first);
    if (deed !== 'link') await expect(forgetFormerMasterKey({ file })).rejects.toThrow('not replaced yet');
  }
  await replaceMasterKey({ file });
  expect(await readFormerMasterKey({ file })).toEqual(first);
  await writeFile(`${file}.former`, Buffer.alloc(45)); // overwritten, and then the power went
  expect(await readFormerMasterKey({ file })).toBeNull();
  await replaceMasterKey({ file });
  expect(await readFormerMasterKey({ file })).toHaveLength(32);
});
