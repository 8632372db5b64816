/** @module One run of `visage sort`, from the folder to the result. */
import { join, relative, resolve } from 'node:path';
import { EXIT_INTERRUPTED, EXIT_UNREADABLE } from '../command.exit.js';
import { openVision, type VisionSession } from '../models/vision.session.js';
import { analysePhotos } from './analyse.photos.js';
import { writeCovers } from './cover.file.js';
import { galleryPage } from './gallery.page.js';
import { defaultOutput, inputFolder, outputFolder, type OutputFolder } from './output.folder.js';
import { writeMadeFiles } from './output.manifest.js';
import { placeFiles } from './output.place.js';
import { coverPath, planPhotos } from './output.plan.js';
import type { PhotoRecord } from './photo.record.js';
import { walkPhotos, type FoundFiles } from './photo.walk.js';
import { readReferences } from './reference.folder.js';
import type { SortOptions } from './sort.options.js';
import { sortProgress, type SortProgress } from './sort.progress.js';
import { sortPeople } from './sorted.people.js';
import { summarise, type SortSummary } from './summary.file.js';
import { writeWhole } from './whole.file.js';

export interface SortResult {
  summary: SortSummary;
  /** Number of files that are not images. */
  others: number;
  /** Number of photos whose faces were known from an earlier run. */
  reused: number;
  /** Paths in the output of photos whose originals are gone: these last copies were not removed. */
  lastCopies: string[];
  out: string;
}

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
    return result.summary.photos.some(({ error }) => error !== undefined) ? EXIT_UNREADABLE : 0;
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
    const { photos, people } = await sortPeople(orderedRecords(found, records), {
      dimensions: vision.embedder.dimensions,
      threshold: vision.threshold,
      ...(options.threshold === undefined ? { care: options.care ?? 'balanced' } : {}),
      ...(vision.second ? { second: vision.second } : {}),
      minPhotos: options.minPhotos,
      references,
    });
    const summary = summarise(photos, people);
    const lastCopies = await writeResult({ photos, people, summary }, found, out);
    return { summary, others: found.others, reused, lastCopies, out: out.path };
  } finally {
    await closeQuietly(vision);
    await out.release();
  }
}

/** Records in the order of names, including files that could not even be opened. */
function orderedRecords(found: FoundFiles, records: ReadonlyMap<string, PhotoRecord>): PhotoRecord[] {
  const missing = found.unreadable.map(({ file, reason }): PhotoRecord => ({
    key: '',
    file,
    width: 0,
    height: 0,
    faces: [],
    error: { code: 'missing-file', reason },
  }));
  const read = found.photos.flatMap(({ file }) => records.get(file) ?? []);
  return [...read, ...missing].sort((a, b) => (a.file < b.file ? -1 : 1));
}

async function writeResult(
  sorted: Awaited<ReturnType<typeof sortPeople>> & { summary: SortSummary },
  found: FoundFiles,
  out: OutputFolder,
): Promise<string[]> {
  const { photos, people, summary } = sorted;
  const sources = new Map(found.photos.map(({ file, path }) => [file, path]));
  const plan = planPhotos(photos).map(({ path, photo }) => ({
    path,
    photo,
    source: sources.get(photo.file) ?? '',
  }));
  const covers = new Set(people.map(coverPath));
  const { paths, made, lastCopies } = await placeFiles(out.path, out.manifest, plan, covers);
  await writeCovers(people, out, made);
  await writeMadeFiles(out.manifest, made);
  await writeWhole(join(out.path, 'summary.json'), `${JSON.stringify(summary, null, 1)}\n`);
  const links = new Map<string, string>();
  for (const planned of plan)
    if (!links.has(planned.photo.file)) links.set(planned.photo.file, paths.get(planned) ?? '');
  await writeWhole(join(out.path, 'index.html'), galleryPage(photos, people, links));
  return lastCopies;
}

function report({ summary, others, reused, lastCopies, out }: SortResult): void {
  const failed = summary.photos.filter(({ error }) => error !== undefined);
  const faces = summary.photos.reduce((sum, photo) => sum + photo.faces.length, 0);
  const without = summary.photos.filter(
    (photo) => photo.error === undefined && photo.faces.length === 0,
  ).length;
  const lines = [
    `${count(summary.people.length, 'person', 'people')} in ${count(summary.photos.length - failed.length, 'photo')}` +
      ` (${count(faces, 'face')}, ${count(without, 'photo')} without faces${reused > 0 ? `, ${reused} known from before` : ''})`,
    ...summary.people
      .filter(({ name }) => name !== undefined)
      .map(({ name, photos }) => `  ${name}: ${count(photos.length, 'photo')}`),
    ...(others > 0 ? [`${count(others, 'file')} skipped: not images`] : []),
    ...(failed.length > 0 ? [`${count(failed.length, 'file')} could not be read:`] : []),
    ...failed.map(({ file, error }) => `  ${file}: ${error ?? ''}`),
    ...lastCopies.map((path) => `Left in place, because its original is gone: ${path}`),
    `Open ${join(relative(process.cwd(), out) || '.', 'index.html')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Closing twice must not hide the first error. */
async function closeQuietly(vision: VisionSession): Promise<void> {
  await vision.close().catch(() => undefined);
}
