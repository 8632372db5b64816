/** @module One run of `visage sort`, from the folder to the result. */
import { join, relative, resolve } from 'node:path';
import { EXIT_INTERRUPTED, EXIT_UNREADABLE } from '../command.exit.js';
import { openVision, type VisionSession } from '../models/vision.session.js';
import { analysePhotos } from './analyse.photos.js';
import { PhotoFaces, type PeopleSettings } from './face.groups.js';
import { defaultOutput, inputFolder, outputFolder, type OutputFolder } from './output.folder.js';
import type { PhotoRecord } from './photo.record.js';
import { walkPhotos, type FoundFiles, type SkippedFile } from './photo.walk.js';
import { pairRaws } from './raw.pairs.js';
import { readReferences } from './reference.folder.js';
import type { SortOptions } from './sort.options.js';
import { sortProgress, type SortProgress } from './sort.progress.js';
import { namePeople } from './sorted.people.js';
import { writeResult, type WrittenResult } from './sort.result.js';
import { recallPeople } from './sort.recall.js';

export interface SortResult extends WrittenResult {
  /** Files that neither are nor should be photos. */
  skipped: SkippedFile[];
  /** Number of photos whose faces were known from an earlier run. */
  reused: number;
  out: string;
}

/** In the report. */
const SKIPPED_LISTED = 20;

/** Runs, prints, and returns the exit code. Ctrl-C ends it soon and loses nothing that is done. */
export async function sortCommand(folder: string, options: SortOptions): Promise<number> {
  const progress = sortProgress(options.json === true);
  const interrupted = new AbortController();
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(EXIT_INTERRUPTED);
    interrupted.abort();
    process.stderr.write('\nFinishing the photos in progress. Press Ctrl-C again to end at once.\n');
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const result = await sortFolder(folder, options, progress, interrupted.signal);
    if (!result) {
      process.stderr.write('Interrupted. Run the same command again: it continues where it stopped.\n');
      return EXIT_INTERRUPTED;
    }
    if (options.json) process.stdout.write(`${JSON.stringify(result.summary)}\n`);
    else report(result);
    return result.summary.photos.some(({ error }) => error !== undefined) || result.refused.length > 0
      ? EXIT_UNREADABLE
      : 0;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Null if the signal fired before the photos were analysed. */
export async function sortFolder(
  folder: string,
  options: SortOptions,
  progress: SortProgress,
  signal: AbortSignal,
): Promise<SortResult | null> {
  const input = await inputFolder(folder);
  const vision = await openVision({ ...options, notice: progress.note });
  const out = await outputFolder(input, options.out ?? defaultOutput(input));
  try {
    const found = await walkPhotos(input, out.path);
    progress.note(`${found.photos.length} photos below ${input}`);
    const references = options.references
      ? await readReferences(resolve(options.references), vision, progress.note, signal)
      : [];
    const { records, reused } = await analysePhotos(found.photos, vision, out, progress, signal);
    if (signal.aborted) return null;
    await vision.close();
    const settings = {
      dimensions: vision.embedder.dimensions,
      kinds: vision.kinds,
      threshold: vision.threshold,
      ...(options.threshold === undefined ? { care: options.care ?? 'balanced' } : {}),
      ...(vision.second ? { second: vision.second } : {}),
      minPhotos: options.minPhotos,
      references,
    };
    const result = await sortRecords(
      found,
      orderedRecords(found, records),
      settings,
      out,
      options.again === true,
    );
    return { ...result, skipped: found.skipped, reused, out: out.path };
  } finally {
    await closeQuietly(vision);
    await out.release();
  }
}

/** What follows once all photos are looked at: people, their folders, and the files of the result. */
export async function sortRecords(
  found: FoundFiles,
  records: readonly PhotoRecord[],
  settings: PeopleSettings,
  out: OutputFolder,
  again: boolean,
): Promise<WrittenResult> {
  const { records: own, raws } = pairRaws(records);
  const faces = new PhotoFaces(own, settings);
  const { memory, tree, taken } = await recallPeople(out, found, faces, again);
  const people = namePeople(faces, await faces.group(memory), memory, settings, taken);
  return writeResult({ photos: faces.photos, people, memory, tree, raws }, found, out);
}

/** Records in the order of names, including files that could not even be opened. */
function orderedRecords(found: FoundFiles, records: ReadonlyMap<string, PhotoRecord>): PhotoRecord[] {
  const missing = found.unreadable.map(({ file, code, reason }): PhotoRecord => ({
    key: '',
    file,
    width: 0,
    height: 0,
    faces: [],
    error: { code, reason },
  }));
  const read = found.photos.flatMap(({ file }) => records.get(file) ?? []);
  return [...read, ...missing].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function report({ summary, skipped, reused, lastCopies, refused, out }: SortResult): void {
  const failed = summary.photos.filter(({ error }) => error !== undefined);
  const faces = summary.photos.reduce((sum, photo) => sum + photo.faces.length, 0);
  const without = summary.photos.filter(
    (photo) => photo.error === undefined && photo.faces.length === 0,
  ).length;
  const people = summary.people.filter(({ folder }) => folder !== null);
  const lines = [
    `${count(people.length, 'person', 'people')} in ${count(summary.photos.length - failed.length, 'photo')}` +
      ` (${count(faces, 'face')}, ${count(without, 'photo')} without faces${reused > 0 ? `, ${reused} known from before` : ''})`,
    ...people
      .filter(({ name }) => name !== undefined)
      .map(({ name, photos }) => `  ${name}: ${count(photos.length, 'photo')}`),
    ...skippedLines(skipped),
    ...(failed.length > 0 ? [`${count(failed.length, 'file')} could not be read:`] : []),
    ...failed.map(({ file, error }) => `  ${file}: ${error ?? ''}`),
    ...(refused.length > 0 ? [`${count(refused.length, 'photo')} could not be placed:`] : []),
    ...refused.map(({ file, folder, reason }) => `  ${file} in ${folder}: ${reason}`),
    ...summary.notes,
    ...lastCopies.map((path) => `Left in place, because its original is gone: ${path}`),
    `Open ${join(relative(process.cwd(), out) || '.', 'index.html')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The first of them: some programs put a note beside each photo. */
function skippedLines(skipped: readonly SkippedFile[]): string[] {
  if (skipped.length === 0) return [];
  const more = skipped.length - SKIPPED_LISTED;
  return [
    `${count(skipped.length, 'file')} skipped: not photos`,
    ...skipped.slice(0, SKIPPED_LISTED).map(({ file, what }) => `  ${file}: ${what}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Closing twice must not hide the first error. */
async function closeQuietly(vision: VisionSession): Promise<void> {
  await vision.close().catch(() => undefined);
}
