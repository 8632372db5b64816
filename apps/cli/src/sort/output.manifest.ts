/** @module The list of files we made, with which a later run tells them from the user's own. */
import { lstat, readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const madeFileSchema = z.object({ bytes: z.number(), mtimeMs: z.number(), inode: z.string() });
const manifestSchema = z.object({ version: z.literal(1), files: z.record(z.string(), madeFileSchema) });

export type MadeFile = z.infer<typeof madeFileSchema>;
/** Path relative to the output -> what we left there. */
export type MadeFiles = Map<string, MadeFile>;

/** A missing or damaged list is an empty one: then nothing is known to be ours, and nothing is removed. */
export async function readMadeFiles(path: string): Promise<MadeFiles> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(parsed.success ? Object.entries(parsed.data.files) : []);
  } catch {
    return new Map();
  }
}

export async function writeMadeFiles(path: string, files: MadeFiles): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, JSON.stringify({ version: 1, files: Object.fromEntries(files) }));
  await rename(partial, path);
}

export interface FileFacts extends MadeFile {
  links: number;
  regular: boolean;
}

/** What lies at a path, without following a link; null when nothing does. */
export async function factsOf(path: string): Promise<FileFacts | null> {
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

/**
 * Whether what lies there is still what we made: unchanged, or one of several hard links to the same data, of which
 * removing one loses nothing.
 */
export function isOurs(made: MadeFile | undefined, facts: FileFacts): boolean {
  if (!made || !facts.regular) return false;
  if (made.inode === facts.inode && facts.links > 1) return true;
  return made.bytes === facts.bytes && made.mtimeMs === facts.mtimeMs;
}
