/** @module The id of a face: the same for the same photo, version and place, so that a second run overwrites the first. */
import { createHash } from 'node:crypto';

/** A name-based UUID (RFC 9562, version 5) in the photo's own namespace. */
export function faceIdOf(photoId: string, detectVersion: string, index: number): string {
  const namespace = Buffer.from(photoId.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1')
    .update(namespace)
    .update(`${detectVersion}#${index}`)
    .digest()
    .subarray(0, 16);
  digest.writeUInt8(((digest[6] ?? 0) & 0x0f) | 0x50, 6);
  digest.writeUInt8(((digest[8] ?? 0) & 0x3f) | 0x80, 8);
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
