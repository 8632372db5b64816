/** @module The order of photos, and where a page of them ended: what orders its last photo, as an opaque string. */
import { z } from 'zod';
import type { Prisma } from '../generated/client.js';

export interface PhotoCursor {
  /** When it was taken, or else arrived. */
  moment: Date;
  sortName: string;
  id: string;
}

/** By the moment they were taken; the index of the same columns reads a page wherever it begins. */
export const PHOTO_ORDER = [
  { moment: 'asc' },
  { sortName: 'asc' },
  { id: 'asc' },
] satisfies Prisma.PhotoOrderByWithRelationInput[];

const cursorSchema = z.tuple([z.number().int(), z.string(), z.uuid()]);

export function writeCursor({ moment, sortName, id }: PhotoCursor): string {
  return Buffer.from(JSON.stringify([moment.getTime(), sortName, id])).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function readCursor(text: string): PhotoCursor | null {
  try {
    const [time, sortName, id] = cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
    const moment = new Date(time);
    return Number.isNaN(moment.getTime()) || sortName.includes('\0') ? null : { moment, sortName, id };
  } catch {
    return null;
  }
}

/** Photos that come after it. */
export function isAfter({ moment, sortName, id }: PhotoCursor): Prisma.PhotoWhereInput {
  return {
    // by itself, so that an index is read from there and not from the beginning
    moment: { gte: moment },
    OR: [{ moment: { gt: moment } }, { sortName: { gt: sortName } }, { sortName, id: { gt: id } }],
  };
}
