/** @module Keys of everything an event stores. All of it is below one prefix, so that erasing an event is one call. */

import { ObjectKeyError } from './object.error.js';

/** S3's own limit, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SHA256 = /^[0-9a-f]{64}$/;
const ID = /^[0-9A-Za-z_-]{1,64}$/;

/** @throws ObjectKeyError unless every store can hold the key and none lets it escape its folder. */
export function assertObjectKey(key: string): void {
  const segments = key.split('/');
  if (segments.includes('')) throw new ObjectKeyError(key, 'a segment is empty');
  assertSafe(key, segments);
}

/** A prefix may end within a segment or after a `/`. */
export function assertObjectPrefix(prefix: string): void {
  const segments = prefix.split('/');
  if (prefix === '' || segments.slice(0, -1).includes(''))
    throw new ObjectKeyError(prefix, 'a segment is empty');
  assertSafe(prefix, segments);
}

function assertSafe(key: string, segments: string[]): void {
  if (segments.includes('.') || segments.includes('..'))
    throw new ObjectKeyError(key, '"." and ".." are not allowed');
  if (CONTROL_CHARACTER.test(key) || key.includes('\\'))
    throw new ObjectKeyError(key, 'control characters and \\ are not allowed');
  if (LONE_SURROGATE.test(key)) throw new ObjectKeyError(key, 'it is not well-formed Unicode');
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new ObjectKeyError(key, `it is longer than ${MAX_KEY_BYTES} bytes`);
}

/** Everything of the event, for deletePrefix. */
export function eventPrefix(eventId: string): string {
  return `events/${checked(eventId)}/`;
}

const IN_EVENT = /^events\/([0-9A-Za-z_-]{1,64})\/([^/]+)/;
/** Pictures of faces are sealed one by one, and what still arrives by whoever takes it in. */
const SEALED_BY_OTHERS = new Set(['faces', 'uploads']);

/** The event to which an object belongs; null for what is no event's. */
export function eventOf(key: string): string | null {
  return IN_EVENT.exec(key)?.[1] ?? null;
}

/** The same for objects that an event which encrypts its photos keeps encrypted as a whole; else null. */
export function encryptedEventOf(key: string): string | null {
  const [, eventId, room] = IN_EVENT.exec(key) ?? [];
  return eventId === undefined || room === undefined || SEALED_BY_OTHERS.has(room) ? null : eventId;
}

/** The uploaded bytes, unchanged, under their SHA-256 (lower-case hex). */
export function originalKey(eventId: string, sha256: string): string {
  if (!SHA256.test(sha256))
    throw new ObjectKeyError(sha256, 'an original is stored under 64 lower-case hex digits');
  return `${eventPrefix(eventId)}originals/${sha256.slice(0, 2)}/${sha256}`;
}

/** An original on its way in, before its SHA-256 is known. */
export function incomingKey(eventId: string, uploadId: string): string {
  return `${incomingPrefix(eventId)}${checked(uploadId)}`;
}

export function incomingPrefix(eventId: string): string {
  return `${eventPrefix(eventId)}incoming/`;
}

/** A file that arrives over several requests. */
export function uploadKey(eventId: string, uploadId: string): string {
  return `${eventPrefix(eventId)}uploads/${checked(uploadId)}`;
}

export type PreviewKind = 'preview' | 'thumbnail';

/** @param version of the pipeline that drew it; a new version has a new address, so caches never show the old one. */
export function previewKey(eventId: string, photoId: string, kind: PreviewKind, version: number): string {
  if (!Number.isInteger(version) || version < 0)
    throw new ObjectKeyError(String(version), 'a version counts from 0');
  return `${eventPrefix(eventId)}previews/${sharded(photoId)}/${kind}-v${version}.webp`;
}

/** All pictures drawn of the photo, for deletePrefix. */
export function previewPrefix(eventId: string, photoId: string): string {
  return `${eventPrefix(eventId)}previews/${sharded(photoId)}/`;
}

export type BlurredKind = PreviewKind | 'original';

/** A picture of the photo in which faces are blurred, instead of the preview or original. @param mark identifies which faces, and how. */
export function blurredKey(eventId: string, photoId: string, kind: BlurredKind, mark: string): string {
  const extension = kind === 'original' ? 'jpg' : 'webp';
  return `${previewPrefix(eventId, photoId)}blurred-${checked(mark)}-${kind}.${extension}`;
}

/** The same picture with a watermark. @param mark identifies its text. */
export function watermarkedKey(pictureKey: string, mark: string): string {
  return pictureKey.replace(/\.webp$/, `-w${checked(mark)}.webp`);
}

/** The logo an organizer has printed above the codes. */
export function logoKey(eventId: string): string {
  return `${eventPrefix(eventId)}logo.png`;
}

/** All pictures of faces, for deletePrefix. */
export function facePrefix(eventId: string): string {
  return `${eventPrefix(eventId)}faces/`;
}

/** The face as shown to people, sealed with the event's key. */
export function faceCropKey(eventId: string, faceId: string): string {
  return `${facePrefix(eventId)}${sharded(faceId)}/crop`;
}

/** The face as the embedder sees it, sealed with the event's key. */
export function faceAlignedKey(eventId: string, faceId: string): string {
  return `${facePrefix(eventId)}${sharded(faceId)}/aligned`;
}

/** Both pictures of the face. */
export function facePictureKeys(eventId: string, faceId: string): string[] {
  return [faceCropKey(eventId, faceId), faceAlignedKey(eventId, faceId)];
}

/** The end of a UUID is random; its beginning may be a time. */
function sharded(id: string): string {
  return `${checked(id).slice(-2)}/${id}`;
}

function checked(id: string): string {
  if (!ID.test(id)) throw new ObjectKeyError(id, 'an id has letters, digits, - and _ only');
  return id;
}
