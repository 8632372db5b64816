/** @module Puts photos where they belong: hard link where possible, else copy; removes only what we made ourselves. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, realpath, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UniqueNames } from './file.name.js';
import {
  factsOf,
  hasSameSizeAndTime,
  isLastCopy,
  isOurs,
  madeFile,
  readMadeFiles,
  writeMadeFiles,
  type MadeFiles,
} from './output.manifest.js';
import { PARTIAL } from './whole.file.js';

export interface PlacedFile {
  /** Relative to the output, as planned; gets a number if a file of someone else is there. */
  path: string;
  /** Absolute path of the original. */
  source: string;
}

/** Error codes of file systems that cannot link; the photo is then copied. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES']);

export interface PlacedFiles {
  /** The path each planned file got. */
  paths: Map<PlacedFile, string>;
  made: MadeFiles;
  /** Paths of photos that are no longer planned but were left, because their originals are gone. */
  lastCopies: string[];
}

/**
 * Makes the output hold exactly the planned photos besides what is not ours.
 * @param keep paths of other files of ours that this run makes itself and that are not stale
 */
export async function placeFiles(
  out: string,
  manifest: string,
  plan: readonly PlacedFile[],
  keep: ReadonlySet<string>,
): Promise<PlacedFiles> {
  const before = await readMadeFiles(manifest);
  const made: MadeFiles = new Map(before);
  const paths = await choosePaths(out, plan, before);
  const wanted = new Set(paths.values());
  const lastCopies: string[] = [];
  for (const [path, file] of before) {
    if (wanted.has(path) || keep.has(path)) continue;
    const facts = await factsOf(join(out, path));
    if (facts && isOurs(file, facts) && (await isLastCopy(file, facts))) {
      lastCopies.push(path);
    } else if (facts && isOurs(file, facts)) {
      await rm(join(out, path), { force: true });
      await removeEmptyFolder(dirname(join(out, path)), out);
    }
    made.delete(path);
  }
  // Written before the files are: after a crash, all of them are known to be ours.
  for (const [{ source }, path] of paths) {
    const facts = await factsOf(await realpath(source));
    if (facts && !made.has(path)) made.set(path, madeFile(facts, source));
  }
  await writeMadeFiles(manifest, made);
  for (const [{ source }, path] of paths) {
    await placeFile(source, join(out, path));
    const facts = await factsOf(join(out, path));
    if (facts) made.set(path, madeFile(facts, source));
  }
  await writeMadeFiles(manifest, made);
  return { paths, made, lastCopies };
}

/** The planned path, or one with a number if there is a file that we did not make. */
async function choosePaths(
  out: string,
  plan: readonly PlacedFile[],
  before: MadeFiles,
): Promise<Map<PlacedFile, string>> {
  const names = new UniqueNames();
  const paths = new Map<PlacedFile, string>();
  for (const planned of plan) {
    for (;;) {
      const path = names.take(planned.path);
      const facts = await factsOf(join(out, path));
      const same = facts && facts.inode === (await factsOf(await realpath(planned.source)))?.inode;
      if (!facts || same || isOurs(before.get(path), facts)) {
        paths.set(planned, path);
        break;
      }
    }
  }
  return paths;
}

async function placeFile(source: string, target: string): Promise<void> {
  const original = await realpath(source);
  const [wanted, present] = [await factsOf(original), await factsOf(target)];
  if (wanted && present) {
    if (wanted.inode === present.inode) return;
    if (hasSameSizeAndTime(wanted, present)) return;
    await rm(target, { force: true });
  }
  await mkdir(dirname(target), { recursive: true });
  try {
    await link(original, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && CANNOT_LINK.has(String(error.code)))) throw error;
    await copyWhole(original, target);
  }
}

/** Copies under another name until it is whole; keeps the time of the original, as a link would. */
async function copyWhole(source: string, target: string): Promise<void> {
  const partial = target + PARTIAL;
  await copyFile(source, partial, constants.COPYFILE_FICLONE);
  const { atime, mtime } = await stat(source);
  await utimes(partial, atime, mtime);
  await rename(partial, target);
}

async function removeEmptyFolder(folder: string, out: string): Promise<void> {
  if (folder !== out) await rmdir(folder).catch(() => undefined);
}
