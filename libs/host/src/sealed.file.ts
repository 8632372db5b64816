/** @module Bytes on their way into a sealed file and out of one, segment by segment. */
import { SealedBoxError } from '@visage/crypto/sealed.box';
import {
  SEALED_HEADER_BYTES,
  SEALED_SEGMENT_BYTES,
  SEGMENT_BYTES,
  SegmentOpener,
  SegmentSealer,
} from '@visage/crypto/sealed.segment';
import { ObjectDamagedError } from '@visage/storage/object.error';
import { Transform, type TransformCallback } from 'node:stream';

/** With what an object is sealed. */
export interface ObjectSeal {
  /** 32 bytes. */
  key: Uint8Array;
  /** Whose it is: authenticated, and not stored. */
  owner: string;
}

/** Content in, the sealed file out. */
export function sealingStream({ key, owner }: ObjectSeal): Transform {
  const sealer = new SegmentSealer(key, owner);
  const pieces = new Pieces(SEGMENT_BYTES);
  return new Transform({
    construct(done) {
      this.push(sealer.header);
      done();
    },
    transform(chunk: Uint8Array, _encoding, done) {
      // what fills a segment waits for a byte behind it: it may be the last one
      for (const piece of pieces.add(chunk)) this.push(sealer.seal(piece, false));
      done();
    },
    flush(done) {
      this.push(sealer.seal(pieces.rest(), true));
      done();
    },
  });
}

/** What of the content is to come out. */
export interface OpenedPart {
  /** Byte of the content. */
  start: number;
  length: number;
  /** The segment with which the sealed bytes begin. */
  first: number;
  /** Of the whole content. */
  size: number;
  /** Null where the sealed bytes begin with it. */
  header: Uint8Array | null;
}

/** Segments in, the part of the content out. Fails with ObjectDamagedError when they are not what was sealed, or end too early. */
export function openingStream(
  object: string,
  { key, owner }: ObjectSeal,
  { start, length, first, size, header }: OpenedPart,
): Transform {
  const lastIndex = Math.max(0, Math.ceil(size / SEGMENT_BYTES) - 1);
  const pieces = new Pieces(SEALED_SEGMENT_BYTES);
  let opener: SegmentOpener | null = null;
  let index = first;
  let skip = start - first * SEGMENT_BYTES;
  let left = length;
  let head: Uint8Array = header ?? new Uint8Array();

  const openNext = (segment: Uint8Array): Uint8Array => {
    opener ??= new SegmentOpener(key, head, owner);
    const content = opener.open(index, segment, index === lastIndex);
    index += 1;
    const wanted = content.subarray(skip, skip + left);
    skip = 0;
    left -= wanted.length;
    return wanted;
  };
  /** @returns what follows the header, once that is there */
  const behindHeader = (chunk: Uint8Array): Uint8Array => {
    if (head.length === SEALED_HEADER_BYTES) return chunk;
    const taken = chunk.subarray(0, SEALED_HEADER_BYTES - head.length);
    head = Buffer.concat([head, taken]);
    return chunk.subarray(taken.length);
  };
  const orDamaged = (done: TransformCallback, work: () => void): void => {
    try {
      work();
    } catch (cause) {
      done(cause instanceof SealedBoxError ? new ObjectDamagedError(object, { cause }) : asError(cause));
      return;
    }
    done();
  };

  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      orDamaged(done, () => {
        for (const segment of pieces.add(behindHeader(chunk))) this.push(openNext(segment));
      });
    },
    flush(done) {
      orDamaged(done, () => {
        const segment = pieces.rest();
        if (segment.length > 0) this.push(openNext(segment));
        if (left > 0 || index === first) throw new SealedBoxError('a sealed file is cut');
      });
    },
  });
}

/** Bytes gathered to pieces of one size; the last full one is held back until it is known that something follows. */
class Pieces {
  private parts: Uint8Array[] = [];
  private held = 0;

  constructor(private readonly size: number) {}

  *add(chunk: Uint8Array): Generator<Uint8Array> {
    let rest = chunk;
    while (this.held + rest.length > this.size) {
      const taken = rest.subarray(0, this.size - this.held);
      this.parts.push(taken);
      rest = rest.subarray(taken.length);
      yield this.rest();
    }
    if (rest.length === 0) return;
    this.parts.push(rest);
    this.held += rest.length;
  }

  /** Everything that is held. */
  rest(): Uint8Array {
    const [only, ...others] = this.parts;
    const piece =
      only === undefined ? new Uint8Array() : others.length === 0 ? only : Buffer.concat(this.parts);
    this.parts = [];
    this.held = 0;
    return piece;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
