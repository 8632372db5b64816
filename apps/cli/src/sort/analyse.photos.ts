/** @module Runs new photos through the vision library and records each as soon as it is done. */
import { access, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { VisionSession } from '../models/vision.session.js';
import { eachConcurrently } from '../each.concurrently.js';
import { digestOf } from './file.digest.js';
import type { OutputFolder } from './output.folder.js';
import { photoKey, PhotoJournal, readJournal, rewriteJournal } from './photo.journal.js';
import type { PhotoRecord } from './photo.record.js';
import type { FoundPhoto } from './photo.walk.js';
import type { SortProgress } from './sort.progress.js';

/** Longest side of the pictures index.html shows, and side of the face pictures, in pixels. */
const THUMBNAIL_SIZE = 640;
const CROP_SIZE = 320;

export interface AnalysedPhotos {
  /** The record of each photo, in the order of `photos`. Incomplete if interrupted. */
  records: Map<string, PhotoRecord>;
  /** Photos whose results came from an earlier run. */
  reused: number;
}

/** Memory: the records (about 3 kB per face), and the pixels of as many photos as there are threads. */
export async function analysePhotos(
  photos: readonly FoundPhoto[],
  vision: VisionSession,
  out: OutputFolder,
  progress: SortProgress,
  signal: AbortSignal,
): Promise<AnalysedPhotos> {
  const keys = new Map(photos.map((photo) => [photo.file, photoKey(photo, vision.pipeline)]));
  const known = await readJournal(out.journal, new Set(keys.values()));
  const records = new Map<string, PhotoRecord>();
  const todo: FoundPhoto[] = [];
  for (const photo of photos) {
    const record = known.get(keys.get(photo.file) ?? '');
    const digest = record && (record.digest ?? (record.error ? undefined : await digestOf(photo.path)));
    if (record && (record.error || (digest !== undefined && (await hasPictures(out, record)))))
      records.set(photo.file, digest === undefined ? record : { ...record, digest });
    else todo.push(photo);
  }
  const reused = records.size;
  await rewriteJournal(out.journal, records.values());
  const journal = await PhotoJournal.open(out.journal);
  progress.start(photos.length, reused);
  try {
    // One photo more than there are threads, so that none of them waits for this thread to write a result. After the
    // signal, photos in progress are still finished and recorded.
    const work = async (photo: FoundPhoto): Promise<void> => {
      const record = await analysePhoto(photo, keys.get(photo.file) ?? '', vision, out);
      await journal.append(record);
      records.set(photo.file, record);
      progress.tick();
    };
    await eachConcurrently(todo, vision.threads + 1, work, signal);
  } finally {
    progress.stop();
    await journal.close();
  }
  return { records, reused };
}

async function analysePhoto(
  photo: FoundPhoto,
  key: string,
  vision: VisionSession,
  out: OutputFolder,
): Promise<PhotoRecord> {
  const base = { key, file: photo.file };
  try {
    const analysis = await vision.analyse(photo.path, {
      embed: true,
      thumbnailSize: THUMBNAIL_SIZE,
      cropSize: CROP_SIZE,
      origin: { fileName: basename(photo.file) },
    });
    if (!analysis.thumbnail) throw new Error('the vision library returned no thumbnail');
    await writeFile(thumbnailPath(out, key), analysis.thumbnail.webp);
    const faces = [];
    for (const [
      index,
      { box, score, landmarks, quality, embedding, secondEmbedding: second, crop },
    ] of analysis.faces.entries()) {
      if (!embedding || !crop)
        throw new Error('the vision library returned a face without embedding or crop');
      await writeFile(cropPath(out, key, index), crop);
      const vectors = { embedding: embedding.slice(), ...(second ? { second: second.slice() } : {}) };
      faces.push({ box, score, landmarks, quality, ...vectors });
    }
    const digest = await digestOf(photo.path);
    if (digest === undefined) throw new PhotoError('missing-file', 'The file is no longer there.');
    const { width, height } = analysis;
    const { format, takenAt } = analysis.metadata;
    return { ...base, digest, width, height, format, ...(takenAt !== undefined && { takenAt }), faces };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw error;
    const value =
      error instanceof PhotoError
        ? error.toValue()
        : { code: 'internal' as const, reason: error instanceof Error ? error.message : String(error) };
    return { ...base, width: 0, height: 0, faces: [], error: value };
  }
}

export function thumbnailPath(out: OutputFolder, key: string): string {
  return join(out.thumbnails, `${key}.webp`);
}

export function cropPath(out: OutputFolder, key: string, face: number): string {
  return join(out.crops, `${key}-${face}.webp`);
}

/** Whether its pictures are all there: somebody may have removed some. */
async function hasPictures(out: OutputFolder, { key, faces }: PhotoRecord): Promise<boolean> {
  const paths = [thumbnailPath(out, key), ...faces.map((_, face) => cropPath(out, key, face))];
  const present = await Promise.all(paths.map(exists));
  return present.every(Boolean);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
