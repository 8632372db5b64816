/** @module Puts photos where they belong: hard link where possible, else copy; removes only what we made ourselves. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { realPath, safeName, shortName, UniqueNames, type FilePath } from './file.name.js';
import { faultOf } from './output.fault.js';
import {
  factsOf,
  hasSameSizeAndTime,
  isLastCopy,
  isOurs,
  madeFile,
  originalFacts,
  readMadeFiles,
  writeMadeFiles,
  type MadeFiles,
} from './output.manifest.js';
import { partialPath } from './whole.file.js';

export interface PlacedFile {
  /** Relative to the output, as planned; gets a number if a file of someone else is there. */
  path: string;
  /** Where the photo lies in that folder already; what is not ours is left as it is. */
  present?: { path: string; ours: boolean };
  /** Absolute path of the original. */
  source: FilePath;
}

/** Error codes of file systems that cannot link; the photo is then copied. */
const CANNOT_LINK = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES']);
/** The file system may take the photo under another name. */
const OF_THE_NAME = new Set(['ENAMETOOLONG', 'EINVAL', 'EILSEQ', 'EEXIST', 'ENOENT', 'EPROTO']);

/** Tried one after the other: the planned name, one that every system takes, and a short one in ASCII. */
const NAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => safeName(name, 100),
  (name) => safeName(shortName(name.replace(/[^\w.() -]/g, '_'), 60), 60),
];

export interface PlacedFiles {
  /** The path each planned file got. */
  paths: Map<PlacedFile, string>;
  made: MadeFiles;
  /** Paths of photos that are no longer planned but were left, because their originals are gone. */
  lastCopies: string[];
  /** Why a planned file could not be placed: `code: sentence`. */
  refused: Map<PlacedFile, string>;
  /** Path -> why a photo that is no longer planned could not be removed. */
  notRemoved: Map<string, string>;
}

/**
 * Makes the output hold exactly the planned photos besides what is not ours. A photo that cannot be placed is named in
 * `refused`, and the others are placed.
 * @param keep paths of other files of ours that this run makes itself and that are not stale
 * @throws the system's error if the disk is at fault, which is full or cannot be written
 */
export async function placeFiles(
  out: string,
  manifest: string,
  plan: readonly PlacedFile[],
  keep: ReadonlySet<string>,
): Promise<PlacedFiles> {
  const before = await readMadeFiles(manifest);
  const placing = new Placing(out, before);
  const { paths, made, refused } = placing;
  const placed: PlacedFiles = { paths, made, refused, lastCopies: [], notRemoved: new Map() };
  await placing.choose(plan.filter(({ present }) => present));
  await placing.choose(plan.filter(({ present }) => !present));
  const wanted = new Set(paths.values());
  for (const [path, file] of before) {
    if (wanted.has(path) || keep.has(path)) continue;
    const facts = await factsOf(join(out, path));
    if (facts && isOurs(file, facts) && (await isLastCopy(file, facts))) {
      placed.lastCopies.push(path);
    } else if (facts && isOurs(file, facts)) {
      const fault = await faultOf(rm(join(out, path), { force: true }));
      if (fault) {
        placed.notRemoved.set(path, fault.reason);
        continue;
      }
      await removeEmptyFolder(dirname(join(out, path)), out);
    }
    made.delete(path);
  }
  for (const [round, nameOf] of NAMES.entries()) {
    const open = round === 0 ? [...paths.keys()] : [...placing.misnamed];
    if (round > 0) for (const planned of open) await placing.rename(planned, nameOf);
    // Written before the files are: after a crash, all of them are known to be ours.
    for (const planned of open) await placing.announce(planned);
    if (open.length > 0) await writeMadeFiles(manifest, made);
    placing.misnamed.clear();
    for (const planned of open) await placing.place(planned);
  }
  for (const planned of refused.keys()) paths.delete(planned);
  await writeMadeFiles(manifest, made);
  return placed;
}

class Placing {
  readonly paths = new Map<PlacedFile, string>();
  readonly refused = new Map<PlacedFile, string>();
  /** Refused, but perhaps because of their names. */
  readonly misnamed = new Set<PlacedFile>();
  readonly made: MadeFiles;
  private readonly names = new Map<string, UniqueNames>();

  constructor(
    private readonly out: string,
    private readonly before: MadeFiles,
  ) {
    this.made = new Map(before);
  }

  async choose(plan: readonly PlacedFile[]): Promise<void> {
    for (const planned of plan) {
      const { present } = planned;
      if (present) this.namesIn(posix.dirname(present.path)).claim(posix.basename(present.path));
      const path = present?.path ?? (await this.freePath(planned, posix.basename(planned.path)));
      this.paths.set(planned, path);
    }
  }

  async rename(planned: PlacedFile, nameOf: (name: string) => string): Promise<void> {
    this.made.delete(this.paths.get(planned) ?? '');
    this.paths.set(planned, await this.freePath(planned, nameOf(posix.basename(planned.path))));
  }

  /** Says that the file will be ours. */
  async announce(planned: PlacedFile): Promise<void> {
    const path = this.paths.get(planned);
    if (path === undefined || planned.present?.ours === false || this.made.has(path)) return;
    const facts = await originalFacts(planned.source);
    if (facts) this.made.set(path, madeFile(facts, planned.source));
  }

  async place(planned: PlacedFile): Promise<void> {
    const path = this.paths.get(planned);
    if (path === undefined || planned.present?.ours === false) return;
    const target = join(this.out, path);
    const fault = await faultOf(placeFile(planned.source, target, this.before.has(path)));
    if (fault) {
      this.refused.set(planned, fault.reason);
      if (OF_THE_NAME.has(fault.code) && (await originalFacts(planned.source))) this.misnamed.add(planned);
      else this.paths.delete(planned);
      if (!(await factsOf(target))) this.made.delete(path);
      return;
    }
    this.refused.delete(planned);
    const facts = await factsOf(target);
    if (facts) this.made.set(path, madeFile(facts, planned.source));
  }

  /** The name in the planned folder, or with a number if there is a file that we did not make. */
  private async freePath({ path: planned, source }: PlacedFile, name: string): Promise<string> {
    const folder = posix.dirname(planned);
    const original = await originalFacts(source);
    for (;;) {
      const path = `${folder}/${this.namesIn(folder).take(name)}`;
      const facts = await factsOf(join(this.out, path));
      const same = facts && facts.inode === original?.inode;
      if (!facts || same || isOurs(this.before.get(path), facts)) return path;
    }
  }

  private namesIn(folder: string): UniqueNames {
    let names = this.names.get(folder);
    if (!names) this.names.set(folder, (names = new UniqueNames()));
    return names;
  }
}

/** @param replace whether a file that is there is ours */
async function placeFile(source: FilePath, target: string, replace: boolean): Promise<void> {
  const original = await realPath(source);
  const [wanted, present] = [await factsOf(original), await factsOf(target)];
  if (wanted && present) {
    if (wanted.inode === present.inode) return;
    if (replace && hasSameSizeAndTime(wanted, present)) return;
    if (!replace) throw Object.assign(new Error(`${target} exists`), { code: 'EEXIST' });
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
async function copyWhole(source: FilePath, target: string): Promise<void> {
  const partial = partialPath(target);
  try {
    await copyFile(source, partial, constants.COPYFILE_FICLONE);
    const { atime, mtime } = await stat(source);
    await utimes(partial, atime, mtime);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function removeEmptyFolder(folder: string, out: string): Promise<void> {
  if (folder !== out && basename(folder) !== '') await rmdir(folder).catch(() => undefined);
}
