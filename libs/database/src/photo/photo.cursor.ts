/** @module Where a page of photos ended: time and id of its last photo, as an opaque string. */

export interface PhotoCursor {
  createdAt: Date;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function writeCursor({ createdAt, id }: PhotoCursor): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function readCursor(text: string): PhotoCursor | null {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split('.');
  if (!/^\d{1,15}$/.test(time) || !UUID.test(id)) return null;
  return { createdAt: new Date(Number(time)), id };
}
