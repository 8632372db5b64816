/**
 * @module An original as it leaves: bit for bit; for visitors from whom the location is hidden, as the file of the same length that
 * does not tell it; where it shows somebody who is blurred, as another file. Nobody else opens an original for somebody, and nobody
 * else writes over its bytes.
 */
import { pipeline, Transform, type Readable } from 'node:stream';
import { unpackBlanks, type BytePatch } from '@visage/contracts/original.blanks';
import type { BlurredFile } from '@visage/database/photo/photo.listing';
import { blurredKey, originalKey } from '@visage/storage/object.key';
import type { ByteRange, ObjectStore, StoredObject } from '@visage/storage/object.store';

/** What says what leaves. */
export interface OriginalForm {
  /** Of the bytes that leave, lower-case hex. */
  sha256: string;
  md5: string;
  /** Unsigned; null when it was never recorded. */
  crc32: number | null;
  bytes: number;
  /** Of the file that leaves instead of the original, a JPEG; null where the original itself leaves. */
  blurMark: string | null;
  patches: readonly BytePatch[];
}

/** What a decision of libs/access says of it. */
export interface FormDecision {
  presentation: { hideLocation: boolean };
  blurred: boolean;
}

export interface KeptOriginal {
  sha256: string;
  md5: string;
  crc32?: number | null;
  bytes: number;
  blur: BlurredFile | null;
  /** See original.blanks.ts of libs/contracts. */
  blanks: Uint8Array | null;
}

/**
 * @param decision by which it leaves
 * @throws Error when it cannot leave without its location, or without somebody's face, which `libs/access` refuses before.
 */
export function formOf(
  { sha256, md5, crc32 = null, bytes, blur, blanks }: KeptOriginal,
  { presentation: { hideLocation }, blurred }: FormDecision,
): OriginalForm {
  if (blurred) {
    if (!blur) throw new Error('An original was to leave with faces blurred, and no such file is there.');
    const { mark: blurMark, ...file } = blur;
    return { ...file, blurMark, patches: [] };
  }
  const itself = { bytes, blurMark: null };
  if (!hideLocation) return { sha256, md5, crc32, ...itself, patches: [] };
  if (blanks === null) throw new Error('An original was to leave without its location, and cannot.');
  return { ...unpackBlanks(blanks), ...itself };
}

/** The form of whoever gets an original bit for bit. */
export const AS_IT_IS: FormDecision = { presentation: { hideLocation: false }, blurred: false };

/** What the file that leaves is called: one with blurred faces is a JPEG, whatever the original is. */
export function nameOfForm(fileName: string, { blurMark }: Pick<OriginalForm, 'blurMark'>): string {
  if (blurMark === null || /\.jpe?g$/i.test(fileName)) return fileName;
  return `${fileName.replace(/\.[^.]{1,5}$/, '')}.jpg`;
}

/** What the file that leaves is, as `Photo.format` says it. */
export function formatOfForm<F extends string | null>(
  format: F,
  { blurMark }: Pick<OriginalForm, 'blurMark'>,
): F | 'jpeg' {
  return blurMark === null ? format : 'jpeg';
}

/** @throws ObjectNotFoundError */
export async function openOriginal(
  store: Pick<ObjectStore, 'get'>,
  { eventId, photoId, sha256 }: { eventId: string; photoId: string; sha256: string },
  { patches, blurMark }: Pick<OriginalForm, 'patches' | 'blurMark'>,
  range?: ByteRange,
): Promise<StoredObject> {
  const key =
    blurMark === null ? originalKey(eventId, sha256) : blurredKey(eventId, photoId, 'original', blurMark);
  const object = await store.get(key, range);
  return patches.length === 0
    ? object
    : { ...object, stream: patched(object.stream, patches, range?.start ?? 0) };
}

/** @param at where in the whole file the stream begins */
function patched(source: Readable, patches: readonly BytePatch[], at: number): Readable {
  let from = at;
  const writer = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const part = Buffer.from(chunk); // a store may go on to use its own
      for (const { start, bytes } of patches) {
        const first = Math.max(start, from);
        const end = Math.min(start + bytes.length, from + part.length);
        if (first < end) part.set(bytes.subarray(first - start, end - start), first - from);
      }
      from += part.length;
      done(null, part);
    },
  });
  // an error of one is the other's, who reads it
  return pipeline(source, writer, () => undefined);
}
