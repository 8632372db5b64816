/** @module Bytes on their way into a sealed file and out of one, segment by segment. */
import { SealedBoxError } from '@visage/crypto/sealed.box';
import {
  SEALED_HEADER_BYTES,
  SEGMENT_BYTES,
  SegmentOpener,
  SegmentSealer,
  TAG_BYTES,
  type OpeningSegment,
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
  const pieces = new Pieces();
  return new Transform({
    construct(done) {
      this.push(sealer.header);
      done();
    },
    transform(chunk: Uint8Array, _encoding, done) {
      // what fills a segment waits for a byte behind it: it may be the last one
      for (const piece of pieces.add(chunk)) for (const part of sealer.seal(piece, false)) this.push(part);
      done();
    },
    flush(done) {
      for (const part of sealer.seal(pieces.rest(), true)) this.push(part);
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

/** All of a file, from its header on. */
export function wholeOf(size: number): OpenedPart {
  return { start: 0, length: size, first: 0, size, header: null };
}

/** Segments in, the part of the content out. Fails with ObjectDamagedError when they are not what was sealed, or end too early. */
export function openingStream(
  object: string,
  { key, owner }: ObjectSeal,
  { start, length, first, size, header }: OpenedPart,
): Transform {
  const lastIndex = Math.max(0, Math.ceil(size / SEGMENT_BYTES) - 1);
  let head: Uint8Array = header ?? new Uint8Array();
  let opener: SegmentOpener | null = null;
  let index = first;
  let skip = start - first * SEGMENT_BYTES;
  let left = length;
  let segment: OpeningSegment | null = null;
  /** Of the segment, what was opened and nobody has vouched for yet. */
  let opened: Buffer[] = [];
  let tag: Uint8Array = new Uint8Array();
  let missing = 0;

  /** Some of the bytes. @returns how many */
  const take = (bytes: Uint8Array, push: (content: Buffer) => void): number => {
    if (head.length < SEALED_HEADER_BYTES) {
      const taken = bytes.subarray(0, SEALED_HEADER_BYTES - head.length);
      head = Buffer.concat([head, taken]);
      return taken.length;
    }
    if (index > lastIndex) throw new SealedBoxError('a sealed file is longer than it was');
    opener ??= new SegmentOpener(key, head, owner);
    if (!segment) {
      segment = opener.begin(index, index === lastIndex);
      missing = index === lastIndex ? size - lastIndex * SEGMENT_BYTES : SEGMENT_BYTES;
    }
    if (missing > 0) {
      const taken = bytes.subarray(0, missing);
      opened.push(segment.add(taken));
      missing -= taken.length;
      return taken.length;
    }
    const taken = bytes.subarray(0, TAG_BYTES - tag.length);
    tag = tag.length === 0 ? taken : Buffer.concat([tag, taken]);
    if (tag.length < TAG_BYTES) return taken.length;
    segment.end(tag);
    for (const part of opened) {
      const wanted = part.subarray(skip, skip + left);
      skip = Math.max(0, skip - part.length);
      left -= wanted.length;
      if (wanted.length > 0) push(wanted);
    }
    [segment, opened, tag] = [null, [], new Uint8Array()];
    index += 1;
    return taken.length;
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
      const push = (content: Buffer): boolean => this.push(content);
      orDamaged(done, () => {
        for (let rest = chunk; rest.length > 0;) rest = rest.subarray(take(rest, push));
      });
    },
    flush(done) {
      orDamaged(done, () => {
        if (segment !== null || left > 0 || index === first) throw new SealedBoxError('a sealed file is cut');
      });
    },
  });
}

/** Bytes gathered to segments; a full one is held back until it is known that something follows. */
class Pieces {
  private parts: Uint8Array[] = [];
  private held = 0;

  *add(chunk: Uint8Array): Generator<Uint8Array> {
    let rest = chunk;
    while (this.held + rest.length > SEGMENT_BYTES) {
      const taken = rest.subarray(0, SEGMENT_BYTES - this.held);
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
