/** @module Faults of the system that are about one file, told from those of the disk. */

/** The disk is at fault, not the file: it would happen to all others, too. */
const OF_THE_DISK = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM']);

const SENTENCES: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'The name is too long for the output.',
  EINVAL: 'The output does not take this name.',
  EILSEQ: 'The output does not take this name.',
  EEXIST: 'Something else has this name in the output.',
  ENOTDIR: 'A file has the name of the folder.',
  ENOENT: 'The photo is no longer there, or the output does not take this name.',
  EACCES: 'The photo may not be read, or the folder may not be written.',
  EPERM: 'The photo may not be read, or the folder may not be written.',
  EFBIG: 'The file is too large for the output.',
};

/** What became of something that is about one file. @throws the system's error if the disk is at fault. */
export async function faultOf(work: Promise<unknown>): Promise<{ code: string; reason: string } | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!('code' in error)) return { code: 'internal', reason: `internal: ${error.message}` };
    const code = String(error.code);
    if (OF_THE_DISK.has(code)) throw error;
    return { code, reason: `${code}: ${SENTENCES[code] ?? 'The system refused it.'}` };
  }
}
