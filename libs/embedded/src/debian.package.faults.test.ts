import { spawnSync } from 'node:child_process';
import type * as files from 'node:fs/promises';
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DebianPackageError, unpackDebianPackages, type UnpackRequest } from './debian.package.js';
import { openDebianMirror, type DebianMirror } from './testing/debian.mirror.js';

const SYSTEM_LISTS = '/var/lib/apt/lists';
const apt = vi.hoisted(() => ({ systemLists: [] as string[] }));

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof files>();
  const readdirOf = (path: string) =>
    path === SYSTEM_LISTS ? Promise.resolve(apt.systemLists) : real.readdir(path);
  return { ...real, readdir: readdirOf };
});

let folder: string;
let mirror: DebianMirror;
let cacheDir: string;
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-debian-'));
  cacheDir = join(folder, 'a', 'cache');
  mirror = await openDebianMirror(folder);
  apt.systemLists = ['lock', 'deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4'];
  told = [];
  await mirror.says(
    'installs',
    'Reading package lists...\nInst libjemalloc2 (5.3.0-1 Debian:12)\nInst redis-server (5:7.0.15)\nConf redis-server (5:7.0.15)\nInst libc6 (2.36)\n',
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const unpack = (more: Partial<UnpackRequest> = {}) =>
  unpackDebianPackages({
    packages: ['redis-server'],
    cacheDir,
    label: 'redis',
    onProgress: (message) => told.push(message),
    ...more,
  });
async function failureOf(work: Promise<unknown>): Promise<DebianPackageError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DebianPackageError))
    throw new Error('it did not fail as it should', { cause: error });
  return error;
}
const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const SIMULATED = '--simulate --no-install-recommends install redis-server';
const OWN_LISTS =
  '-o Dir::State::Lists=/a/cache/apt/lists -o Dir::Cache=/a/cache/apt/cache -o APT::Update::Post-Invoke::= -o APT::Update::Post-Invoke-Success::=';

describe('packages that are fetched and unpacked', () => {
  test('come with what they need and this machine lacks, but never with its C library', async () => {
    const { root, env } = await unpack();
    expect((await readdir(join(root, 'usr', 'bin'))).sort()).toEqual(['libjemalloc2', 'redis-server']);
    expect(env.PATH.split(delimiter).slice(0, 5)).toEqual([
      ...['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((name) => join(root, name)),
      '/usr/local/sbin',
    ]);
    expect(env.LD_LIBRARY_PATH).toBe(
      [join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'usr/lib')].join(delimiter),
    );
    expect(told).toEqual([
      'redis: fetching 2 Debian packages',
      'redis: unpacking 1/2',
      'redis: unpacking 2/2',
    ]);
    expect(JSON.parse(await readFile(join(root, '.visage-packages.json'), 'utf8'))).toEqual({
      requested: ['redis-server'],
      unpacked: ['libjemalloc2.deb', 'redis-server.deb'],
    });
    expect((await mirror.calls()).filter((call) => call.startsWith('apt'))).toEqual([
      'apt-get --version',
      `apt-get -q ${SIMULATED}`,
      'apt-get -q download redis-server libjemalloc2',
    ]);
    expect(await readdir(cacheDir)).toEqual([root.slice(cacheDir.length + 1)]);
  });

  test('are not fetched again, in whatever order they are named; others, or the same without their dependencies, are', async () => {
    const asked = { packages: ['redis-tools', 'redis-server'] };
    const { root, env } = await unpack(asked);
    await mirror.calls();
    expect(await unpack({ packages: asked.packages.toReversed(), withDependencies: true })).toEqual({
      root,
      env,
    });
    expect(await mirror.calls()).toEqual([]);
    const alone = await unpack({ ...asked, withDependencies: false });
    expect((await readdir(join(alone.root, 'usr', 'bin'))).sort()).toEqual(['redis-server', 'redis-tools']);
    expect((await unpack({ packages: ['redis-tools'] })).root).not.toBe(root);
  });

  test('are fetched without what is known not to be needed', async () => {
    const { root } = await unpack({ leaveOut: (name) => name === 'libjemalloc2' });
    expect(await readdir(join(root, 'usr', 'bin'))).toEqual(['redis-server']);
  });

  test('are fetched once, even if two processes want them at the same moment', async () => {
    const [one, other] = await Promise.all([unpack(), unpack()]);
    expect(one).toEqual(other);
    expect((await mirror.calls()).filter((call) => call.startsWith('apt-get -q download '))).toHaveLength(1);
    expect(told.filter((message) => message === 'redis: another process is fetching it')).toHaveLength(1);
  });

  test('are fetched as root with root’s rights, because apt’s user may not write here', async () => {
    await unpack();
    const asRoot = (await readFile(join(folder, 'mirror', 'calls'), 'utf8'))
      .split('\n')
      .filter((call) => call.includes('APT::Sandbox::User=root'));
    expect(asRoot).toHaveLength(process.getuid?.() === 0 ? 2 : 0);
  });
});

describe('package lists', () => {
  const update = `apt-get -q ${OWN_LISTS} update`;

  test('our own lists are read if the system has none', async () => {
    apt.systemLists = ['lock', 'partial'];
    await unpack();
    expect((await mirror.calls()).filter((call) => call.startsWith('apt'))).toEqual([
      'apt-get --version',
      update,
      `apt-get -q ${OWN_LISTS} ${SIMULATED}`,
      `apt-get -q ${OWN_LISTS} download redis-server libjemalloc2`,
    ]);
    expect(told[0]).toBe("redis: reading Debian's package lists");
    expect((await readdir(join(cacheDir, 'apt'))).sort()).toEqual(['cache', 'lists']);
    expect(await isThere(join(cacheDir, 'apt', 'cache', 'archives', 'partial'))).toBe(true);
  });

  test('our own lists are read once the system’s turn out to be old', async () => {
    await mirror.says('system-lists-are-old');
    const { root } = await unpack();
    expect((await readdir(join(root, 'usr', 'bin'))).sort()).toEqual(['libjemalloc2', 'redis-server']);
    const first = await mirror.calls();
    expect(first.filter((call) => call === update)).toHaveLength(1);
    expect(first.filter((call) => call.includes('--simulate'))).toHaveLength(2);
    await unpack({ withDependencies: false });
    expect((await mirror.calls()).filter((call) => call.startsWith('apt'))).toEqual([
      'apt-get --version',
      'apt-get -q download redis-server',
      update,
      `apt-get -q ${OWN_LISTS} download redis-server`,
    ]);
  });

  test('a failed fetch is reported with what apt says about it', async () => {
    apt.systemLists = [];
    await mirror.says('is-away', 'one\ntwo\nTemporary failure\nresolving deb.debian.org\nE: no lists\n');
    const error = await failureOf(unpack());
    expect(error).toMatchObject({ name: 'DebianPackageError', code: 'lists-unavailable' });
    expect(error.message).toBe(
      'redis: apt-get update brought no package lists (is the network reachable?): Temporary failure resolving deb.debian.org E: no lists',
    );
    expect([await readdir(cacheDir), (await readdir(join(cacheDir, 'apt'))).sort()]).toEqual([
      ['apt'],
      ['cache', 'lists'],
    ]);
  });
});

describe('where apt refuses to plan an installation', () => {
  beforeEach(async () => {
    await mirror.says('refuses-to-install');
    await mirror.says(
      'depends',
      'redis-server\n  Depends: libc6\nlibc6\nlibssl3\nlibx11:i386\nzlib1g\n<virtual>\n',
    );
    await mirror.says('installed', 'installed zlib1g\nnot-installed libssl3\n');
  });

  test('all that the packages depend on and this machine lacks is fetched', async () => {
    const { root } = await unpack();
    expect((await readdir(join(root, 'usr', 'bin'))).sort()).toEqual(['libssl3', 'redis-server']);
    const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
      .map((kind) => `--no-${kind}`)
      .join(' ');
    expect(await mirror.calls()).toContain(`apt-cache ${OWN_LISTS} depends --recurse ${only} redis-server`);
  });

  test('a package that apt does not know is reported as missing', async () => {
    await mirror.says('knows-nothing', 'E: No packages found');
    const error = await failureOf(unpack());
    expect([error.code, error.message]).toEqual([
      'not-found',
      'redis: apt knows no such package: E: No packages found',
    ]);
  });
});

describe('packages that cannot be fetched leave nothing behind, and can be asked for again', () => {
  test.each([
    [
      'unknown',
      'refuses-redis-server',
      'E: Unable to locate package redis-server',
      'not-found',
      /^redis: apt-get download failed: E: Unable to locate/,
    ],
    [
      'out of reach',
      'refuses-redis-server',
      'E: Failed to fetch',
      'download-failed',
      /^redis: apt-get download failed: E: Failed to fetch$/,
    ],
    [
      'broken',
      'is-broken',
      'not a Debian archive',
      'download-failed',
      /^libjemalloc2.deb could not be unpacked: not a Debian archive$/,
    ],
  ])('%s', async (_, what, words, code, message) => {
    await mirror.says(what, words);
    const error = await failureOf(unpack());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect((await readdir(cacheDir)).filter((name) => name !== 'apt')).toEqual([]);
    await mirror.saysNoMore(what);
    expect((await readdir(join((await unpack()).root, 'usr', 'bin'))).sort()).toEqual([
      'libjemalloc2',
      'redis-server',
    ]);
  });

  test('where there is no space for them', async () => {
    await expect(unpack({ label: 'no/such' })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('on a system without apt', async () => {
    const bare = join(folder, 'bare');
    await mkdir(bare);
    await symlink('/usr/bin/env', join(bare, 'env'));
    vi.stubEnv('PATH', bare);
    const error = await failureOf(unpack());
    expect([error.code, error.message]).toEqual([
      'apt-missing',
      'redis: apt-get was not found, so redis-server cannot be fetched on this system',
    ]);
    expect(await readdir(cacheDir)).toEqual([]);
  });
});

describe('a fetch that was killed does not prevent the next one', () => {
  const dead = spawnSync('true').pid;
  test.each([
    ['its process is gone', String(dead), 0],
    ['its pid has since been given to another process', String(process.pid), 31 * 60],
    ['it never got to write its pid', '', 6],
  ])('%s', async (_, content, ageS) => {
    const { root } = await unpack();
    await rm(root, { recursive: true });
    await mkdir(root); // half a folder, as an earlier version may have left it
    const lock = `${root}.lock`;
    await writeFile(lock, content);
    const then = new Date(Date.now() - ageS * 1000);
    await utimes(lock, then, then);
    expect(await isThere(join((await unpack()).root, 'usr', 'bin', 'redis-server'))).toBe(true);
    expect([await isThere(lock), told.includes('redis: another process is fetching it')]).toEqual([
      false,
      false,
    ]);
  });

  test('but a running one is waited for', async () => {
    const { root } = await unpack();
    await rm(root, { recursive: true });
    const lock = `${root}.lock`;
    await writeFile(lock, String(process.pid));
    let fetching: ReturnType<typeof unpack> | undefined;
    const waits = new Promise<void>((resolve) => {
      fetching = unpack({
        onProgress: (message) => message === 'redis: another process is fetching it' && resolve(),
      });
    });
    await Promise.race([waits, fetching]);
    expect(await isThere(root)).toBe(false);
    await rm(lock);
    await fetching;
    expect(await isThere(join(root, 'usr', 'bin', 'redis-server'))).toBe(true);
  });
});
