/** @module The folder the result goes to: created, checked, and held by one run at a time. */
import { mkdir, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CommandError } from '../command.error.js';
import { EXIT_USAGE } from '../command.exit.js';
import { readPeopleState } from './people.state.js';

/** Everything `sort` needs besides its result: journal, thumbnails, crops, list of files made. */
export const WORK_FOLDER = '.visage-sort';
/** Who has which folder. Not in the work folder, which one may delete to save space. */
export const PEOPLE_FILE = 'people.json';

export interface OutputFolder {
  path: string;
  work: string;
  thumbnails: string;
  crops: string;
  journal: string;
  manifest: string;
  people: string;
  /** A copy of `people` that could not be understood. */
  damagedPeople: string;
  /** Lets another run use the folder. */
  release(): Promise<void>;
}

/** The folder to read, as a real path. @throws CommandError when it does not exist. */
export async function inputFolder(folder: string): Promise<string> {
  const facts = await stat(folder).catch(() => null);
  if (!facts) throw new CommandError(`There is no folder ${folder}.`, EXIT_USAGE);
  if (!facts.isDirectory())
    throw new CommandError(`${folder} is a file; give the folder that contains it.`, EXIT_USAGE);
  return realpath(folder);
}

/** `<folder>-sorted` beside the folder. */
export function defaultOutput(input: string): string {
  return join(dirname(input), `${basename(input) || 'photos'}-sorted`);
}

/**
 * @throws CommandError when the folder is the input itself, holds a summary.json or index.html of someone else, cannot
 * be written, or is in use by another run.
 */
export async function outputFolder(input: string, out: string): Promise<OutputFolder> {
  const path = resolve(out);
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The output folder ${path} cannot be created (${error.code}).`, EXIT_USAGE);
  });
  if ((await realpath(path)) === input) {
    throw new CommandError(
      '--out is the folder of photos itself; choose another, or one inside it.',
      EXIT_USAGE,
    );
  }
  const present = await readdir(path);
  const people = join(path, PEOPLE_FILE);
  if (!present.includes(WORK_FOLDER) && typeof (await readPeopleState(people)) === 'string') {
    const foreign = present.find(
      (name) => name === 'index.html' || name === 'summary.json' || name === 'Faces' || name === PEOPLE_FILE,
    );
    if (foreign !== undefined) {
      throw new CommandError(
        `${path} already holds ${foreign}, not made by visage; choose another --out.`,
        EXIT_USAGE,
      );
    }
  }
  const work = join(path, WORK_FOLDER);
  const folder = { path, work, thumbnails: join(work, 'thumbnails'), crops: join(work, 'crops') };
  await mkdir(folder.thumbnails, { recursive: true });
  await mkdir(folder.crops, { recursive: true });
  const release = await lock(join(work, 'running.pid'), path);
  return {
    ...folder,
    journal: join(work, 'journal.jsonl'),
    manifest: join(work, 'outputs.json'),
    people,
    damagedPeople: join(work, 'people.damaged.json'),
    release,
  };
}

async function lock(file: string, folder: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
      if (pid > 0 && pid !== process.pid && (await isSorting(pid))) {
        throw new CommandError(`Another sort (process ${pid}) is writing to ${folder}.`, EXIT_USAGE);
      }
      await rm(file, { force: true });
    }
  }
  throw new CommandError(`Another sort is writing to ${folder}.`, EXIT_USAGE);
}

/** Whether the process is alive and, if the system says so, is a sort: pids are reused. */
async function isSorting(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return words === null || words.split('\0').includes('sort');
}
