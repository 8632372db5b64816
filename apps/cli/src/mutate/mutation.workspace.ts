/**
 * @module A copy of the clone to put faults into. The tests of one package must see the faults of another, so the copy
 * has its own links between packages; everything from outside is shared with the clone.
 */
import { execFile } from 'node:child_process';
import { copyFile, cp, lstat, mkdir, readdir, readlink, rm, symlink, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { CommandError } from '../command.error.js';

/** Ignored by git, and needed by the tests. */
const GENERATED = ['libs/database/src/generated'];
/** Folders of the cache that tests look for. */
const CACHED = ['debian', 'models'];
/** Not in the clone's list of files, but kept in the copy. */
const KEPT = new Set(['node_modules', '.cache', 'dist']);

/**
 * Brings the copy up to date, which also reverts changes left by a run that was killed.
 * @returns the files, as paths in the repository.
 */
export async function bringUpToDate(clone: string, copy: string): Promise<string[]> {
  const files = await filesOf(clone);
  const known = new Set(files);
  await removeUnknown(copy, '', known);
  const folders = new Set(files.map((file) => dirname(file)));
  for (const folder of folders) await mkdir(join(copy, folder), { recursive: true });
  for (const file of files) await copyIfChanged(join(clone, file), join(copy, file));
  for (const folder of [...folders].filter((folder) => known.has(join(folder, 'package.json')))) {
    await linkModules(join(clone, folder), join(copy, folder));
    await linkTo(join(clone, folder, 'dist'), join(copy, folder, 'dist'));
  }
  await mkdir(join(copy, '.cache'), { recursive: true });
  for (const name of CACHED) {
    await mkdir(join(clone, '.cache', name), { recursive: true });
    await linkTo(join(clone, '.cache', name), join(copy, '.cache', name));
  }
  return files;
}

async function filesOf(clone: string): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: clone, maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => {
      throw new CommandError('visage mutate needs git and a clone made by it', 1, { cause: error });
    },
  );
  const listed = [...new Set(stdout.split('\0').filter(Boolean))];
  const generated = await Promise.all(GENERATED.map((folder) => filesBelow(clone, folder)));
  const present = await Promise.all(
    listed.map(async (file) => ((await exists(join(clone, file))) ? [file] : [])),
  );
  return [...present.flat(), ...generated.flat()].sort();
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

async function removeUnknown(copy: string, folder: string, known: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(join(copy, folder), { withFileTypes: true }).catch(() => [])) {
    if (KEPT.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await removeUnknown(copy, path, known);
    else if (!known.has(path)) await rm(join(copy, path));
  }
}

/** A copy keeps the time of its original, so a different time means different content. */
async function copyIfChanged(from: string, to: string): Promise<void> {
  const [original, copied] = await Promise.all([lstat(from), lstat(to).catch(() => undefined)]);
  if (original.isSymbolicLink()) {
    await rm(to, { force: true });
    await symlink(await readlink(from), to);
    return;
  }
  if (copied?.size === original.size && Math.abs(copied.mtimeMs - original.mtimeMs) < 1) return;
  await copyFile(from, to);
  await utimes(to, original.atimeMs / 1000, original.mtimeMs / 1000);
}

/** The packages of a folder: links within the clone become links within the copy, installed packages are shared. */
async function linkModules(from: string, to: string): Promise<void> {
  const source = join(from, 'node_modules');
  const target = join(to, 'node_modules');
  await rm(target, { recursive: true, force: true });
  if (!(await exists(source))) return;
  await cp(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === source || !path.slice(source.length + 1).startsWith('.'),
  });
  if (await exists(join(source, '.pnpm'))) await symlink(join(source, '.pnpm'), join(target, '.pnpm'));
}

async function linkTo(original: string, link: string): Promise<void> {
  await rm(link, { recursive: true, force: true });
  if (await exists(original)) await symlink(original, link);
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
