/** @module Where a page of the log ended: time and id of its last line, as an opaque string. */

export interface AuditCursor {
  at: Date;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function writeCursor({ at, id }: AuditCursor): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function readCursor(text: string): AuditCursor | null {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split('.');
  if (!/^\d{1,15}$/.test(time) || !UUID.test(id)) return null;
  return { at: new Date(Number(time)), id };
}
