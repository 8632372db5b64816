/** @module Where a page of people ended: what its last person is sorted by, as an opaque string. */

export interface PersonCursor {
  photos: number;
  faces: number;
  id: string;
}

const CURSOR = /^(\d{1,9})\.(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeCursor({ photos, faces, id }: PersonCursor): string {
  return Buffer.from(`${photos}.${faces}.${id}`).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function readCursor(text: string): PersonCursor | null {
  const [, photos, faces, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  return id === undefined ? null : { photos: Number(photos), faces: Number(faces), id };
}
