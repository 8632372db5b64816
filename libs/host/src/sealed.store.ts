/**
 * @module An object store in which the files of events that encrypt theirs lie sealed. Whoever reads and writes sees what was put there:
 * sizes and ranges are those of the content. What belongs to no such event goes through as it is.
 */
import {
  contentLengthOf,
  SEALED_HEADER_BYTES,
  SEALED_SEGMENT_BYTES,
  sealedLengthOf,
  SEGMENT_BYTES,
} from '@visage/crypto/sealed.segment';
import { countedStream } from '@visage/storage/byte.stream';
import { ObjectDamagedError, ObjectRangeError } from '@visage/storage/object.error';
import type {
  ByteRange,
  ListedObject,
  ObjectHead,
  ObjectStore,
  PutOptions,
  StoredObject,
} from '@visage/storage/object.store';
import { pipeline, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openingStream, sealingStream, wholeOf, type ObjectSeal, type OpenedPart } from './sealed.file.js';

/** Null for an object that is not. @throws when nothing may be stored there any more */
export type SealOf = (key: string) => Promise<ObjectSeal | null>;

/** An object that is replaced just so often between two looks at it is no accident. */
const ATTEMPTS = 3;

export class SealedStore implements ObjectStore {
  /** @param plain where the bytes are in the end; read and written past this store by whoever seals by itself. */
  constructor(
    readonly plain: ObjectStore,
    private readonly sealOf: SealOf,
  ) {}

  async put(key: string, source: Readable | Uint8Array, options: PutOptions = {}): Promise<{ size: number }> {
    const seal = await this.sealOf(key);
    if (!seal) return this.plain.put(key, source, options);
    const { size, ...others } = options;
    const { stream, count } = countedStream(key, source, size);
    const sealing = sealingStream(seal);
    // an error of one is the other's, which the store below reads
    pipeline(stream, sealing, () => undefined);
    await this.plain.put(key, sealing, {
      ...others,
      ...(size !== undefined && { size: sealedLengthOf(size) }),
    });
    return { size: count() };
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject> {
    const seal = await this.sealOf(key);
    if (!seal) return this.plain.get(key, range);
    if (!range || (range.start >= 0 && range.start < SEGMENT_BYTES))
      return this.getFromFirst(key, seal, range);
    for (let attempt = 1; ; attempt += 1) {
      const head = await this.plain.get(key, { start: 0, end: SEALED_HEADER_BYTES - 1 });
      const header = await buffer(head.stream);
      const size = contentLength(key, head);
      const part = requirePart(key, size, range);
      const found = await this.plain.get(key, part.sealed);
      // both have to be of one object: it may have been replaced in between
      const same = found.size === head.size && found.modifiedAt.getTime() === head.modifiedAt.getTime();
      if (same || attempt === ATTEMPTS) return opened(key, seal, found, { ...part, size, header });
      found.stream.destroy();
    }
  }

  /** In one request, as the header is before the first segment. */
  private async getFromFirst(key: string, seal: ObjectSeal, range?: ByteRange): Promise<StoredObject> {
    const last = range?.end === undefined ? undefined : Math.floor(range.end / SEGMENT_BYTES) + 1;
    const found = await this.plain.get(
      key,
      last === undefined
        ? undefined
        : { start: 0, end: SEALED_HEADER_BYTES + last * SEALED_SEGMENT_BYTES - 1 },
    );
    try {
      const size = contentLength(key, found);
      const whole = wholeOf(size);
      return opened(key, seal, found, range ? { ...whole, ...requirePart(key, size, range) } : whole);
    } catch (error) {
      found.stream.destroy();
      throw error;
    }
  }

  async head(key: string): Promise<ObjectHead | null> {
    const [seal, head] = [await this.sealOf(key), await this.plain.head(key)];
    return seal && head ? { ...head, size: contentLength(key, head) } : head;
  }

  delete(key: string): Promise<void> {
    return this.plain.delete(key);
  }

  deletePrefix(prefix: string): Promise<void> {
    return this.plain.deletePrefix(prefix);
  }

  /** One that is damaged is listed with the size that it has. */
  async *list(prefix: string): AsyncGenerator<ListedObject> {
    for await (const listed of this.plain.list(prefix)) {
      const seal = await this.sealOf(listed.key);
      yield seal ? { ...listed, size: contentLengthOf(listed.size) ?? listed.size } : listed;
    }
  }

  async copy(from: string, to: string): Promise<void> {
    if (await this.areSealedAlike(from, to)) return this.plain.copy(from, to);
    const { stream, size } = await this.get(from);
    await this.put(to, stream, { size });
  }

  async move(from: string, to: string): Promise<void> {
    if (await this.areSealedAlike(from, to)) return this.plain.move(from, to);
    await this.copy(from, to);
    await this.delete(from);
  }

  private async areSealedAlike(from: string, to: string): Promise<boolean> {
    const [a, b] = [await this.sealOf(from), await this.sealOf(to)];
    return a === null || b === null ? a === b : a.owner === b.owner;
  }
}

/** @throws ObjectDamagedError */
function contentLength(key: string, { size }: { size: number }): number {
  const length = contentLengthOf(size);
  if (length === null) throw new ObjectDamagedError(key);
  return length;
}

/** The segments that hold a range of the content. @throws ObjectRangeError */
function requirePart(
  key: string,
  size: number,
  { start, end = size - 1 }: ByteRange,
): { start: number; length: number; first: number; sealed: ByteRange } {
  const last = Math.min(end, size - 1);
  if (start < 0 || start > last) throw new ObjectRangeError(key, size);
  const first = Math.floor(start / SEGMENT_BYTES);
  const behind = Math.floor(last / SEGMENT_BYTES) + 1;
  const at = (segment: number): number => SEALED_HEADER_BYTES + segment * SEALED_SEGMENT_BYTES;
  return {
    ...{ start, first, length: last - start + 1 },
    sealed: { start: at(first), end: Math.min(at(behind), sealedLengthOf(size)) - 1 },
  };
}

function opened(
  key: string,
  seal: ObjectSeal,
  { stream: sealed, ...found }: StoredObject,
  part: OpenedPart,
): StoredObject {
  const stream = openingStream(key, seal, part);
  // whoever has enough of it ends both
  pipeline(sealed, stream, () => undefined);
  return { ...found, size: part.size, length: part.length, stream };
}
