/**
 * @module An original as it leaves: bit for bit, or, for visitors from whom the location is hidden, as the file of the same length that
 * does not tell it. Nobody else opens an original for somebody, and nobody else writes over its bytes.
 */
import { pipeline, Transform, type Readable } from 'node:stream';
import { unpackBlanks, type BytePatch } from '@visage/contracts/original.blanks';
import { originalKey } from '@visage/storage/object.key';
import type { ByteRange, ObjectStore, StoredObject } from '@visage/storage/object.store';

/** What says what leaves. */
export interface OriginalForm {
  /** Of the bytes that leave, lower-case hex. */
  sha256: string;
  md5: string;
  /** Unsigned; null when it was never recorded. */
  crc32: number | null;
  patches: readonly BytePatch[];
}

export interface KeptOriginal {
  sha256: string;
  md5: string;
  crc32?: number | null;
  /** See original.blanks.ts of libs/contracts. */
  blanks: Uint8Array | null;
}

/**
 * @param hideLocation as the decision says by which it leaves
 * @throws Error when it cannot leave without its location, which `libs/access` refuses before.
 */
export function formOf(
  { sha256, md5, crc32 = null, blanks }: KeptOriginal,
  hideLocation: boolean,
): OriginalForm {
  if (!hideLocation) return { sha256, md5, crc32, patches: [] };
  if (blanks === null) throw new Error('An original was to leave without its location, and cannot.');
  return unpackBlanks(blanks);
}

/** @throws ObjectNotFoundError */
export async function openOriginal(
  store: Pick<ObjectStore, 'get'>,
  { eventId, sha256 }: { eventId: string; sha256: string },
  { patches }: Pick<OriginalForm, 'patches'>,
  range?: ByteRange,
): Promise<StoredObject> {
  const object = await store.get(originalKey(eventId, sha256), range);
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
