/** @module One original goes to Drive under a reserved id, bit for bit. Exports and mirrors send alike. */
import type { Readable } from 'node:stream';
import type { DriveWriter } from '@visage/drive/drive.writer';
import { isTaken } from './drive.taken.js';

export interface SendingDependencies {
  drive: Pick<DriveWriter, 'upload' | 'md5Of' | 'remove'>;
  /** Bytes of the original from `start` on, up to and without `end`. */
  openOriginal(eventId: string, sha256: string, start: number, end: number): Promise<Readable>;
}

export interface OriginalToSend {
  /** Reserved at Drive. */
  id: string;
  eventId: string;
  name: string;
  parentId: string;
  sha256: string;
  md5: string;
  bytes: number;
  format: string | null;
  appProperties: Record<string, string>;
}

/** @returns false when other bytes arrived: they were removed, and the id is used up. */
export async function sendOriginal(
  original: OriginalToSend,
  { drive, openOriginal }: SendingDependencies,
): Promise<boolean> {
  const { id, eventId, name, parentId, sha256, bytes, format, appProperties } = original;
  const mimeType = format === null ? 'application/octet-stream' : `image/${format}`;
  const open = (start: number, end: number): Promise<Readable> => openOriginal(eventId, sha256, start, end);
  const md5 = await drive
    .upload({ id, name, parentId, mimeType, bytes, appProperties, open })
    .catch((error: unknown) => {
      if (!isTaken(error)) throw error;
      return drive.md5Of(id); // an earlier try arrived, and its answer was lost
    });
  if (md5 === original.md5) return true;
  await drive.remove(id);
  return false;
}
