/**
 * @module The bytes of any part of an archive, streamed photo by photo from where they lie. One photo is open at a time
 * and read only as fast as the client takes it, so memory stays flat whatever the size.
 */
import type { ByteRange, StoredObject } from '@visage/storage/object.store';
import type { ArchivedPhoto, ZipArchive } from './zip.archive.js';

export interface ZipSource {
  /** Asked before each photo and while it flows. @throws when it may go on no longer. */
  ask(photo: ArchivedPhoto): Promise<void>;
  open(photo: ArchivedPhoto, range: Required<ByteRange>): Promise<Pick<StoredObject, 'stream'>>;
}

/** Headers are small; a write for each would cost more than their bytes. */
const GATHER_BYTES = 64 * 1024;

/**
 * @param signal the client went away: the photo that is open is closed at once, even while the storage keeps us waiting.
 * @throws Error when a photo has other than its recorded number of bytes; the rest would lie in the wrong place.
 */
export async function* zipBytes(
  archive: ZipArchive,
  { start, end }: Required<ByteRange>,
  source: ZipSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const small = new Gathered();
  for (const segment of archive.layout.segments(start, end)) {
    if (segment.kind === 'bytes') {
      if (small.add(segment.bytes)) yield small.take();
      continue;
    }
    const photo = archive.photos[segment.entry];
    if (photo) {
      if (small.bytes > 0) yield small.take();
      yield* photoBytes(photo, { start: segment.start, end: segment.end }, source, signal);
      continue;
    }
    for (const bytes of archive.manifest(segment.start, segment.end)) {
      if (small.add(bytes)) yield small.take();
    }
  }
  if (small.bytes > 0) yield small.take();
}

async function* photoBytes(
  photo: ArchivedPhoto,
  range: Required<ByteRange>,
  source: ZipSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  await source.ask(photo);
  const { stream } = await source.open(photo, range);
  const close = (): void => void stream.destroy();
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) return;
    const expected = range.end - range.start + 1;
    let bytes = 0;
    const chunks: AsyncIterable<Uint8Array> = stream;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > expected) break;
      await source.ask(photo);
      yield chunk;
    }
    if (bytes !== expected)
      throw new Error(`photo ${photo.id}: the storage gave ${bytes} of the ${expected} bytes asked for`);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

class Gathered {
  private parts: Uint8Array[] = [];
  bytes = 0;

  /** @returns true when it is time to send. */
  add(part: Uint8Array): boolean {
    this.parts.push(part);
    this.bytes += part.length;
    return this.bytes >= GATHER_BYTES;
  }

  take(): Uint8Array {
    const all = Buffer.concat(this.parts);
    this.parts = [];
    this.bytes = 0;
    return all;
  }
}
