/** @module The journal: one JSON line per finished photo, so that an interrupted run continues where it stopped. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { PhotoErrorCode } from '@visage/contracts/photo-error.contract';
import { photoRecordSchema, storedRecord, type PhotoRecord } from './photo.record.js';
import type { FoundPhoto } from './photo.walk.js';

/** Failures that another try may cure, so they are tried again in the next run. */
const PASSING_ERRORS: ReadonlySet<PhotoErrorCode> = new Set(['internal', 'timeout', 'missing-file']);

/** Raised when lines of older versions can no longer be used. */
const JOURNAL_VERSION = 2;

/** Identifies what a photo's results depend on: its path, size and time, and what analysed it. */
export function photoKey(photo: FoundPhoto, pipeline: string): string {
  const parts = [JOURNAL_VERSION, photo.file, photo.bytes, photo.mtimeMs, pipeline];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}

/**
 * Records of the wanted keys. Lines that are cut off or damaged are skipped: their photos are simply processed again.
 * A missing journal counts as empty.
 */
export async function readJournal(
  path: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, PhotoRecord>> {
  const records = new Map<string, PhotoRecord>();
  const file = await open(path, 'r').catch(() => null);
  if (!file) return records;
  await file.close();
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const record = parseLine(line, wanted);
    if (record) records.set(record.key, record);
  }
  return records;
}

function parseLine(line: string, wanted: ReadonlySet<string>): PhotoRecord | null {
  // The key comes first; lines with other keys are dropped before their embeddings are parsed.
  const key = /^\{"key":"([0-9a-f]+)"/.exec(line)?.[1];
  if (key === undefined || !wanted.has(key)) return null;
  try {
    const parsed = photoRecordSchema.safeParse(JSON.parse(line));
    if (!parsed.success || (parsed.data.error && PASSING_ERRORS.has(parsed.data.error.code))) return null;
    return parsed.data;
  } catch {
    return null;
  }
}

/** Appends lines; each is whole or, after a power cut, at worst the last one is cut off. */
export class PhotoJournal {
  private constructor(private readonly file: FileHandle) {}

  static async open(path: string): Promise<PhotoJournal> {
    const file = await open(path, 'a+', 0o600);
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    if (size > 0 && last.toString() !== '\n') await file.appendFile('\n');
    return new PhotoJournal(file);
  }

  async append(record: PhotoRecord): Promise<void> {
    await this.file.appendFile(journalLine(record));
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** Rewrites the journal with only these records, atomically: what is no longer in the folder is forgotten. */
export async function rewriteJournal(path: string, records: Iterable<PhotoRecord>): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    for (const record of records) await file.appendFile(journalLine(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path).catch(async (error: unknown) => {
    await rm(partial, { force: true });
    throw error;
  });
}

function journalLine(record: PhotoRecord): string {
  const { key, ...rest } = storedRecord(record);
  return `${JSON.stringify({ key, ...rest })}\n`;
}
