/** @module The list of files we made, by which a later run tells them from the user's own. */
import { lstat, readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { realPath, type FilePath } from './file.name.js';
import { writeWhole } from './whole.file.js';

const madeFileSchema = z.object({
  bytes: z.number(),
  mtimeMs: z.number(),
  inode: z.string(),
  /** For a photo: absolute path of its original. */
  source: z.string().optional(),
  /** The same in base64, where it is not UTF-8. */
  sourceBytes: z.string().optional(),
});
const manifestSchema = z.object({ version: z.literal(1), files: z.record(z.string(), madeFileSchema) });

export type MadeFile = z.infer<typeof madeFileSchema>;
/** Path relative to the output -> what we left there. */
export type MadeFiles = Map<string, MadeFile>;

/** A missing or damaged list counts as empty: then nothing is known to be ours, and nothing is removed. */
export async function readMadeFiles(path: string): Promise<MadeFiles> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(parsed.success ? Object.entries(parsed.data.files) : []);
  } catch {
    return new Map();
  }
}

export async function writeMadeFiles(path: string, files: MadeFiles): Promise<void> {
  await writeWhole(path, JSON.stringify({ version: 1, files: Object.fromEntries(files) }));
}

export interface FileFacts {
  bytes: number;
  mtimeMs: number;
  inode: string;
  links: number;
  regular: boolean;
}

/** The file at a path, without following a link; null if there is none. */
export async function factsOf(path: FilePath): Promise<FileFacts | null> {
  const facts = await lstat(path, { bigint: true }).catch(() => null);
  if (!facts) return null;
  return {
    bytes: Number(facts.size),
    mtimeMs: Number(facts.mtimeMs),
    inode: `${facts.dev}:${facts.ino}`,
    links: Number(facts.nlink),
    regular: facts.isFile(),
  };
}

/** The file that links to an original lead to; null if there is none. */
export async function originalFacts(source: FilePath): Promise<FileFacts | null> {
  const original = await realPath(source).catch(() => null);
  return original === null ? null : factsOf(original);
}

/** The list's entry for a file that is there now. */
export function madeFile({ bytes, mtimeMs, inode }: FileFacts, source?: FilePath): MadeFile {
  if (source === undefined) return { bytes, mtimeMs, inode };
  return typeof source === 'string'
    ? { bytes, mtimeMs, inode, source }
    : { bytes, mtimeMs, inode, sourceBytes: source.toString('base64') };
}

/** Path of the original, if the file is a photo. */
export function originalOf({ source, sourceBytes }: MadeFile): FilePath | undefined {
  return sourceBytes === undefined ? source : Buffer.from(sourceBytes, 'base64');
}

/**
 * Whether two files have the same size and time. A copy is given the time of its original, which may come out a
 * millisecond off.
 */
export function hasSameSizeAndTime(
  one: Pick<FileFacts, 'bytes' | 'mtimeMs'>,
  other: Pick<FileFacts, 'bytes' | 'mtimeMs'>,
): boolean {
  return one.bytes === other.bytes && Math.abs(one.mtimeMs - other.mtimeMs) <= 1;
}

/** Whether a photo's original is gone and this is the last copy: then it is no longer ours to remove. */
export async function isLastCopy(made: MadeFile, facts: FileFacts): Promise<boolean> {
  const original = originalOf(made);
  if (original === undefined || facts.links > 1) return false;
  return (await stat(original).catch(() => null)) === null;
}

/**
 * Whether the file is still what we made: unchanged, or one of several hard links to the same data, of which removing
 * one loses nothing.
 */
export function isOurs(made: MadeFile | undefined, facts: FileFacts): boolean {
  if (!made || !facts.regular) return false;
  if (made.inode === facts.inode && facts.links > 1) return true;
  return hasSameSizeAndTime(made, facts);
}
