/**
 * @module Authenticated encryption of files: in segments, so that any part of one can be opened without the rest. AES-256-GCM under a
 * key of the file's own (HKDF-SHA-256 of the owner's key and a random salt), as Tink's "AES-GCM-HKDF streaming" does, after the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár (CRYPTO 2015).
 *
 * A sealed file is `version (1) | salt (32) | prefix (7)`, then segments of `ciphertext | tag (16)`. Each holds SEGMENT_BYTES, the last
 * one what is left, also nothing. A nonce is `prefix | number of the segment (4, big-endian) | 1 for the last, else 0`: so segments
 * cannot change places, and a file that was cut does not pass for a whole one.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, type DecipherGCM } from 'node:crypto';
import { SealedBoxError } from './sealed.box.js';
import { KEY_BYTES, assertKey } from './secret.key.js';

const VERSION = 1;
const SALT_BYTES = 32;
const PREFIX_BYTES = 7;

const MOST_SEGMENTS = 2 ** 32;

/** At the end of every segment. */
export const TAG_BYTES = 16;
/** Before the first segment. */
export const SEALED_HEADER_BYTES = 1 + SALT_BYTES + PREFIX_BYTES;
/** Content of every segment but the last. */
export const SEGMENT_BYTES = 128 * 1024;
export const SEALED_SEGMENT_BYTES = SEGMENT_BYTES + TAG_BYTES;

/** Bytes of the sealed file of so many bytes. */
export function sealedLengthOf(bytes: number): number {
  return SEALED_HEADER_BYTES + bytes + TAG_BYTES * Math.max(1, Math.ceil(bytes / SEGMENT_BYTES));
}

/** The reverse; null when no sealed file has so many bytes. */
export function contentLengthOf(sealedBytes: number): number | null {
  const segments = Math.ceil((sealedBytes - SEALED_HEADER_BYTES) / SEALED_SEGMENT_BYTES);
  const bytes = sealedBytes - SEALED_HEADER_BYTES - segments * TAG_BYTES;
  return bytes >= 0 && sealedLengthOf(bytes) === sealedBytes ? bytes : null;
}

/** The beginning of a sealed file. */
export interface SealedPart {
  /** SEALED_HEADER_BYTES. */
  header: Uint8Array;
  /** How many there are behind it. */
  segments: number;
}

function newFile(): SealedPart {
  return { header: Uint8Array.of(VERSION, ...randomBytes(SALT_BYTES + PREFIX_BYTES)), segments: 0 };
}

/** Seals one file, segment after segment. */
export class SegmentSealer {
  readonly header: Uint8Array;
  private readonly secret: StreamSecret;
  private next: number;

  /**
   * @param key of the owner, 32 bytes.
   * @param owner whose the file is; to be given again to open it.
   * @param part after which it goes on: whole segments, none of which is ever sealed again. Absent = a new file.
   * @throws SealedBoxError when that is none
   */
  constructor(key: Uint8Array, owner: string, { header, segments }: SealedPart = newFile()) {
    this.header = header;
    this.secret = secretOf(key, header, owner);
    this.next = segments;
  }

  /**
   * @param content SEGMENT_BYTES of it, or what is left where it is the last.
   * @returns what to write, one behind the other.
   */
  seal(content: Uint8Array, last: boolean): [ciphertext: Buffer, tag: Buffer] {
    if (this.next >= MOST_SEGMENTS) throw new RangeError('a file of more than 512 TiB cannot be sealed');
    const nonce = nonceOf(this.secret, this.next, last);
    this.next += 1;
    const cipher = createCipheriv('aes-256-gcm', this.secret.key, nonce, { authTagLength: TAG_BYTES });
    const ciphertext = cipher.update(content);
    cipher.final();
    return [ciphertext, cipher.getAuthTag()];
  }
}

/** Opens segments of one file, in any order. */
export class SegmentOpener {
  private readonly secret: StreamSecret;

  /** @param header the file's first SEALED_HEADER_BYTES. @throws SealedBoxError when they are none */
  constructor(key: Uint8Array, header: Uint8Array, owner: string) {
    this.secret = secretOf(key, header, owner);
  }

  /** One segment, whose bytes may come in any pieces. */
  begin(index: number, last: boolean): OpeningSegment {
    return new OpeningSegment(
      createDecipheriv('aes-256-gcm', this.secret.key, nonceOf(this.secret, index, last), {
        authTagLength: TAG_BYTES,
      }),
    );
  }
}

export class OpeningSegment {
  constructor(private readonly decipher: DecipherGCM) {}

  /** @returns its content, which is not to be used before `end` has vouched for it. */
  add(ciphertext: Uint8Array): Buffer {
    return this.decipher.update(ciphertext);
  }

  /** @throws SealedBoxError when it is another segment, of another file or owner, or was changed. */
  end(tag: Uint8Array): void {
    if (tag.length !== TAG_BYTES) throw new SealedBoxError('a segment of a sealed file is cut');
    this.decipher.setAuthTag(tag);
    try {
      this.decipher.final();
    } catch (cause) {
      const why = 'a segment was sealed with another key, stood elsewhere, or was changed';
      throw new SealedBoxError(why, { cause });
    }
  }
}

interface StreamSecret {
  key: Uint8Array;
  prefix: Uint8Array;
}

function secretOf(key: Uint8Array, header: Uint8Array, owner: string): StreamSecret {
  assertKey(key, 'the key of a sealed file');
  if (header.length !== SEALED_HEADER_BYTES || header[0] !== VERSION)
    throw new SealedBoxError('this is not the beginning of a sealed file');
  const salt = header.subarray(1, 1 + SALT_BYTES);
  const info = JSON.stringify(['file', VERSION, owner]);
  return {
    key: new Uint8Array(hkdfSync('sha256', key, salt, info, KEY_BYTES)),
    prefix: header.slice(1 + SALT_BYTES),
  };
}

function nonceOf({ prefix }: StreamSecret, index: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(PREFIX_BYTES + 5);
  nonce.set(prefix);
  new DataView(nonce.buffer).setUint32(PREFIX_BYTES, index);
  nonce[PREFIX_BYTES + 4] = last ? 1 : 0;
  return nonce;
}
