/**
 * @module Files that are still arriving, unreadable on the disk: AES-256-CTR (NIST SP 800-38A), which keeps length and offsets, so that
 * an upload goes on at any byte. Not authenticated: the digest of the whole is compared once all is there. No byte of an upload is
 * written twice with another content, and each has a key of its own.
 */
import { createCipheriv, type Cipher } from 'node:crypto';
import { deriveKey } from './derived.key.js';

const BLOCK_BYTES = 16;

/**
 * Seals, and opens: both are the same.
 * @param key of the event's photos, 32 bytes.
 * @param uploadKey where the bytes lie; no other file has it, ever.
 * @param offset from which byte on.
 */
export function stagedCipher(key: Uint8Array, uploadKey: string, offset: number): Cipher {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / BLOCK_BYTES)), BLOCK_BYTES - 8);
  const cipher = createCipheriv('aes-256-ctr', deriveKey(key, `staged:${uploadKey}`), counter);
  cipher.update(Buffer.alloc(offset % BLOCK_BYTES));
  return cipher;
}
