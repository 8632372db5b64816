/** @module ExifTool, which knows the metadata of more files than anything else: the installed one, else Debian's, unpacked. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DebianPackageError, unpackDebianPackages } from '@visage/embedded/debian.package';

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1024 * 1024;

/** Runs it with these arguments. @returns what it prints; files that it has something to say about do no harm. */
export type ExifTool = (args: readonly string[]) => Promise<string>;

/** @returns undefined if it is neither installed nor available: `say` is told why. */
export async function findExifTool(
  cacheDir: string,
  say: (why: string) => void,
): Promise<ExifTool | undefined> {
  if (await run('exiftool', ['-ver']).then(Boolean, () => false)) return (args) => output('exiftool', args);
  try {
    // it is written in Perl, which every Debian has, and stands on nothing else
    const { root } = await unpackDebianPackages({
      ...{ packages: ['libimage-exiftool-perl'], cacheDir, label: 'exiftool', withDependencies: false },
    });
    const program = [`-I${join(root, 'usr/share/perl5')}`, join(root, 'usr/bin/exiftool')];
    return (args) => output('perl', [...program, ...args]);
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    say(`${error.message} (apt-get install libimage-exiftool-perl)`);
    return undefined;
  }
}

async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(program, args, { maxBuffer: MOST_OUTPUT })).stdout;
  } catch (error) {
    // it ends with 1 when it warned of a file
    if (
      error instanceof Error &&
      'stdout' in error &&
      typeof error.stdout === 'string' &&
      error.stdout !== ''
    )
      return error.stdout;
    throw error;
  }
}
