/**
 * @module Fetches Debian packages with apt and unpacks them into a folder, without installing anything and without
 * root.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  access,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type DebianPackageErrorCode = 'apt-missing' | 'lists-unavailable' | 'not-found' | 'download-failed';

/** Packages could not be fetched; the message says why and what to do instead. */
export class DebianPackageError extends Error {
  override readonly name = 'DebianPackageError';

  constructor(
    readonly code: DebianPackageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface UnpackRequest {
  /** Binary package names, for example `redis-server`. */
  packages: string[];
  /** Folder that survives between runs; created if missing. */
  cacheDir: string;
  /** Names the unpacked folder and the progress messages, for example `redis`. */
  label: string;
  /** Also fetch the dependencies that this machine lacks. Default true. */
  withDependencies?: boolean;
  /** Dependencies for which this returns true are left out: they are known not to be needed at run time. */
  leaveOut?: (packageName: string) => boolean;
  onProgress?: (message: string) => void;
}

export interface UnpackedPackages {
  /** Absolute folder that takes the place of `/`: binaries are in `<root>/usr/bin` and so on. */
  root: string;
  /** Variables to give to the unpacked programs. */
  env: { PATH: string; LD_LIBRARY_PATH: string };
}

const MARKER = '.visage-packages.json';
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const SYSTEM_LISTS = '/var/lib/apt/lists';
/** The C library must match the system's dynamic loader, so it is never taken from a package. */
const NEVER_UNPACKED = new Set(['libc6', 'libc-bin', 'libc-l10n', 'locales']);

/**
 * Unpacks `packages`, and the dependencies this machine lacks, below `cacheDir`. Later calls reuse the folder. Safe to
 * call from several processes at once: the folder appears whole, by one rename, or not at all.
 * @throws DebianPackageError when apt is missing, has no package lists, or a package cannot be fetched.
 */
export async function unpackDebianPackages(request: UnpackRequest): Promise<UnpackedPackages> {
  const root = join(request.cacheDir, `${request.label}-${await fingerprint(request)}`);
  if (!(await exists(join(root, MARKER)))) {
    await mkdir(request.cacheDir, { recursive: true });
    const unlock = await lock(`${root}.lock`, () =>
      request.onProgress?.(`${request.label}: another process is fetching it`),
    );
    try {
      if (!(await exists(join(root, MARKER)))) await fetchInto(root, request);
    } finally {
      await unlock();
    }
  }
  return { root, env: await environmentOf(root) };
}

/** Another release, architecture or set of packages gets another folder. */
async function fingerprint(request: UnpackRequest): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => process.platform);
  const wanted = [...request.packages].sort().join(' ');
  return createHash('sha256')
    .update(`${process.arch}\n${release}\n${wanted}\n${request.withDependencies ?? true}`)
    .digest('hex')
    .slice(0, 12);
}

async function fetchInto(root: string, request: UnpackRequest): Promise<void> {
  const work = await mkdtemp(`${root}.tmp-`);
  try {
    const apt = await Apt.prepare(request);
    const names = await apt.resolve();
    request.onProgress?.(`${request.label}: fetching ${names.length} Debian packages`);
    const downloads = join(work, 'downloads');
    const files = join(work, 'root');
    await mkdir(downloads);
    await mkdir(files);
    await apt.download(names, downloads);
    const archives = (await readdir(downloads)).filter((name) => name.endsWith('.deb'));
    for (const [index, archive] of archives.entries()) {
      request.onProgress?.(`${request.label}: unpacking ${index + 1}/${archives.length}`);
      const result = await runCommand('dpkg-deb', ['-x', join(downloads, archive), files]);
      if (result.code !== 0)
        throw new DebianPackageError(
          'download-failed',
          `${archive} could not be unpacked: ${lastLines(result)}`,
        );
    }
    await writeFile(
      join(files, MARKER),
      `${JSON.stringify({ requested: request.packages, unpacked: archives }, null, 2)}\n`,
    );
    await rm(root, { recursive: true, force: true });
    await rename(files, root);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Runs apt on the system's package lists or, where those are missing or stale, on lists of our own. */
class Apt {
  private constructor(
    private readonly request: UnpackRequest,
    private options: string[],
    private ownLists: boolean,
  ) {}

  static async prepare(request: UnpackRequest): Promise<Apt> {
    const probe = await runCommand('apt-get', ['--version']);
    if (probe.code !== 0) {
      throw new DebianPackageError(
        'apt-missing',
        `${request.label}: apt-get was not found, so ${request.packages.join(', ')} cannot be fetched on this system`,
      );
    }
    const lists = await readdir(SYSTEM_LISTS).catch(() => []);
    const apt = new Apt(request, sandboxOptions(), false);
    if (!lists.some((name) => name.includes('_Packages'))) await apt.useOwnLists();
    return apt;
  }

  /** The requested packages plus every dependency that is not installed here. */
  async resolve(): Promise<string[]> {
    const { packages, withDependencies = true, leaveOut } = this.request;
    if (!withDependencies) return packages;
    const simulate = ['--simulate', '--no-install-recommends', 'install', ...packages];
    let result = await this.aptGet(simulate);
    if (result.code !== 0 && !this.ownLists) {
      await this.useOwnLists();
      result = await this.aptGet(simulate);
    }
    const names = result.code === 0 ? simulatedInstalls(result.stdout) : await this.dependsOf(packages);
    const needed = names.filter((name) => !NEVER_UNPACKED.has(name) && !leaveOut?.(name));
    return [...new Set([...packages, ...needed])];
  }

  async download(names: string[], directory: string): Promise<void> {
    let result = await this.aptGet(['download', ...names], directory);
    if (result.code !== 0 && !this.ownLists) {
      await this.useOwnLists(); // old lists name versions that the mirror no longer has
      result = await this.aptGet(['download', ...names], directory);
    }
    if (result.code === 0) return;
    const code = /Unable to locate package/.test(result.stderr) ? 'not-found' : 'download-failed';
    throw new DebianPackageError(
      code,
      `${this.request.label}: apt-get download failed: ${lastLines(result)}`,
    );
  }

  /** If a simulated installation is refused (held or broken packages), the plain list of dependencies is used. */
  private async dependsOf(packages: string[]): Promise<string[]> {
    const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
      (kind) => `--no-${kind}`,
    );
    const result = await runCommand('apt-cache', [
      ...this.options,
      'depends',
      '--recurse',
      ...only,
      ...packages,
    ]);
    if (result.code !== 0) {
      throw new DebianPackageError(
        'not-found',
        `${this.request.label}: apt knows no such package: ${lastLines(result)}`,
      );
    }
    const named = result.stdout.split('\n').filter((line) => /^[a-z0-9][a-z0-9.+-]+$/.test(line));
    const installed = await runCommand('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n']);
    const present = new Set(installed.stdout.split('\n').map((line) => line.replace(/^installed /, '')));
    return named.filter((name) => !present.has(name));
  }

  private async useOwnLists(): Promise<void> {
    const { cacheDir, label, onProgress } = this.request;
    const state = join(cacheDir, 'apt');
    await mkdir(join(state, 'lists', 'partial'), { recursive: true });
    await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true });
    this.options = [
      ...sandboxOptions(),
      ...['-o', `Dir::State::Lists=${join(state, 'lists')}`, '-o', `Dir::Cache=${join(state, 'cache')}`],
      ...['-o', 'APT::Update::Post-Invoke::=', '-o', 'APT::Update::Post-Invoke-Success::='],
    ];
    this.ownLists = true;
    onProgress?.(`${label}: reading Debian's package lists`);
    const unlock = await lock(join(state, 'update.lock'));
    try {
      const result = await this.aptGet(['update']);
      const lists = await readdir(join(state, 'lists'));
      if (!lists.some((name) => name.includes('_Packages'))) {
        throw new DebianPackageError(
          'lists-unavailable',
          `${label}: apt-get update brought no package lists (is the network reachable?): ${lastLines(result)}`,
        );
      }
    } finally {
      await unlock();
    }
  }

  private aptGet(args: string[], cwd?: string): Promise<CommandResult> {
    return runCommand('apt-get', ['-q', ...this.options, ...args], cwd);
  }
}

/** As root, apt drops to user `_apt`, which may not write to our folders; signatures are checked regardless. */
function sandboxOptions(): string[] {
  return process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
}

function simulatedInstalls(output: string): string[] {
  return [...output.matchAll(/^Inst ([a-z0-9][a-z0-9.+-]+)/gm)].flatMap((match) => match[1] ?? []);
}

async function environmentOf(root: string): Promise<UnpackedPackages['env']> {
  const libraries: string[] = [];
  for (const base of ['lib', 'usr/lib', 'usr/local/lib']) {
    const names = await readdir(join(root, base)).catch(() => []);
    const triplets = names.filter((name) => /-linux-(gnu|musl)/.test(name));
    libraries.push(...triplets.map((name) => join(root, base, name)));
    if (names.length > 0) libraries.push(join(root, base));
  }
  const programs = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((folder) => join(root, folder));
  return {
    PATH: [...programs, ...SYSTEM_PATH].join(delimiter),
    LD_LIBRARY_PATH: libraries.join(delimiter),
  };
}

interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

function runCommand(command: string, args: string[], cwd?: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    // `env` sets apt's language without this library reading the environment itself.
    const child = spawn('env', ['LC_ALL=C', command, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

function lastLines(result: CommandResult): string {
  return (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-3).join(' ');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const LOCK_POLL_MS = 200;
/** Longer than any fetch; a lock this old was left by a process whose pid now belongs to another. */
const LOCK_STALE_MS = 30 * 60_000;

/**
 * Takes a lock file and returns the function that releases it. It only avoids duplicate work: should two processes
 * ever hold it at once, the rename at the end still leaves one whole folder.
 */
async function lock(path: string, onWait?: () => void): Promise<() => Promise<void>> {
  for (let waited = false; ;) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (await isStale(path)) {
      await rm(path, { force: true });
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(LOCK_POLL_MS);
  }
}

async function isStale(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return false;
  const age = Date.now() - info.mtimeMs;
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return age > 5_000; // being written just now, or left half-written
  if (age > LOCK_STALE_MS) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
