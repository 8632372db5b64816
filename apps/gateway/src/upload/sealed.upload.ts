/**
 * @module The file of an upload to an event that encrypts its photos, as it lies on a disk: a sealed file from its first segment on, so that
 * becoming an original copies nothing. What does not fill a segment yet lies beside it (`.tail`) in a box of its own: a segment is
 * sealed once and never again.
 */
import { deriveKey } from '@visage/crypto/derived.key';
import { open as openBox, seal, SealedBoxError } from '@visage/crypto/sealed.box';
import {
  SEALED_HEADER_BYTES,
  SEALED_SEGMENT_BYTES,
  SEGMENT_BYTES,
  SegmentSealer,
} from '@visage/crypto/sealed.segment';
import type { ObjectSeal } from '@visage/host/sealed.file';
import { writeAll } from '@visage/storage/file.write';
import { open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';

/** Of an upload that is not whole yet. */
export class SealedUpload {
  /** How much of it is there. */
  bytes: number;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly sealer: SegmentSealer,
    private readonly tailKey: Uint8Array,
    private segments: number,
    private tail: Uint8Array,
  ) {
    this.bytes = segments * SEGMENT_BYTES + tail.length;
  }

  /** How much of it is there, for who does not write: whoever does may be at it. */
  static async bytesOf(path: string, { key }: ObjectSeal): Promise<number> {
    const segments = segmentsOf(await stat(path));
    if (segments === null) return 0;
    return segments * SEGMENT_BYTES + (await readTail(path, tailKeyOf(key), segments)).length;
  }

  /** One that nothing has been written to is begun; one whose last segment is torn, as by a power cut, is begun anew. */
  static async open(path: string, { key, owner }: ObjectSeal): Promise<SealedUpload> {
    const file = await open(path, 'r+');
    try {
      const tailKey = tailKeyOf(key);
      const segments = segmentsOf(await file.stat());
      if (segments !== null) {
        const { buffer: header } = await file.read(Buffer.alloc(SEALED_HEADER_BYTES), { position: 0 });
        const sealer = new SegmentSealer(key, owner, { header, segments });
        const tail = await readTail(path, tailKey, segments);
        return new SealedUpload(path, file, sealer, tailKey, segments, tail);
      }
      await file.truncate();
      const sealer = new SegmentSealer(key, owner);
      await writeAll(file, sealer.header, 0);
      return new SealedUpload(path, file, sealer, tailKey, 0, new Uint8Array());
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The first bytes, as far as they are in the first segment and that is not full; empty otherwise. */
  get head(): Uint8Array {
    return this.segments === 0 ? this.tail : new Uint8Array();
  }

  /** @param total of the whole upload; the last segment is sealed as such */
  async append(bytes: Uint8Array, total: number): Promise<void> {
    const at = SEALED_HEADER_BYTES + this.segments * SEALED_SEGMENT_BYTES;
    const sealed: Buffer[] = [];
    let rest = bytes;
    while (rest.length > 0) {
      const taken = rest.subarray(0, SEGMENT_BYTES - this.tail.length);
      const content = this.tail.length === 0 ? taken : Buffer.concat([this.tail, taken]);
      rest = rest.subarray(taken.length);
      this.bytes += taken.length;
      const last = this.bytes === total;
      if (content.length < SEGMENT_BYTES && !last) {
        this.tail = Uint8Array.from(content); // the caller goes on to use its own
        break;
      }
      sealed.push(...this.sealer.seal(content, last));
      this.segments += 1;
      this.tail = new Uint8Array();
    }
    await writeAll(this.file, Buffer.concat(sealed), at);
  }

  /** What came so far is found again by the next who opens it. */
  async close(): Promise<void> {
    try {
      await (this.tail.length > 0 ? this.keepTail() : rm(tailOf(this.path), { force: true }));
    } finally {
      await this.file.close();
    }
  }

  private keepTail(): Promise<void> {
    const box = seal(this.tailKey, this.tail, belongsTo(this.path, this.segments));
    return writeFile(tailOf(this.path), box, { mode: 0o600 });
  }
}

/** Beside the file, which is removed by whoever made it. */
export function removeTail(path: string): Promise<void> {
  return rm(tailOf(path), { force: true });
}

/** Null where nothing is written yet, or the last one is torn. */
function segmentsOf({ size }: { size: number }): number | null {
  const segments = (size - SEALED_HEADER_BYTES) / SEALED_SEGMENT_BYTES;
  return Number.isInteger(segments) && segments >= 0 ? segments : null;
}

const tailKeyOf = (key: Uint8Array): Uint8Array => deriveKey(key, 'tail-of-upload');
const tailOf = (path: string): string => `${path}.tail`;

/** Empty where there is none, also when it is of an earlier segment, or whoever wrote it died. */
async function readTail(path: string, key: Uint8Array, segments: number): Promise<Uint8Array> {
  try {
    return openBox(key, await readFile(tailOf(path)), belongsTo(path, segments));
  } catch (error) {
    if (error instanceof SealedBoxError) return new Uint8Array();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Uint8Array();
    throw error;
  }
}

/** A box that lay beside an earlier segment, or another upload, is not taken for this one's. */
function belongsTo(path: string, segments: number): string {
  return JSON.stringify(['tail', path.slice(path.lastIndexOf('/') + 1), segments]);
}
