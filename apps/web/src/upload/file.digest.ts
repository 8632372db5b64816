/** @module SHA-256 of a file, by which the server knows whether it already has it. */
import { sha256 } from '@noble/hashes/sha2.js';

/** The browser hashes a buffer in one call, off the page's thread; larger files are hashed chunk by chunk. */
const AT_ONCE_BYTES = 64 * 1024 * 1024;

/** Browsers hash only on https and localhost; a venue's laptop is reached by plain http. */
const canHashAtOnce = (): boolean => window.isSecureContext;

async function digestOf(file: Blob): Promise<Uint8Array> {
  if (canHashAtOnce() && file.size <= AT_ONCE_BYTES)
    return new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value);
  return hash.digest();
}

/** The value of the header `Repr-Digest`. */
export async function reprDigestOf(file: Blob): Promise<string> {
  return `sha-256=:${btoa(String.fromCharCode(...(await digestOf(file))))}:`;
}
