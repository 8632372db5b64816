/** @module One original goes to Drive under a reserved id, in the form in which it may leave. Exports and mirrors send alike. */
import type { Readable } from 'node:stream';
import type { DriveWriter } from '@visage/drive/drive.writer';
import type { OriginalForm } from '@visage/originals/original.form';
import { isTaken } from './drive.taken.js';

export interface SendingDependencies {
  drive: Pick<DriveWriter, 'upload' | 'md5Of' | 'remove'>;
  /** Bytes of what leaves from `start` on, up to and without `end`. */
  openOriginal(original: OriginalToSend, start: number, end: number): Promise<Readable>;
}

export interface OriginalToSend {
  /** Reserved at Drive. */
  id: string;
  eventId: string;
  photoId: string;
  name: string;
  parentId: string;
  sha256: string;
  form: OriginalForm;
  format: string | null;
  appProperties: Record<string, string>;
}

/** @returns false when other bytes arrived: they were removed, and the id is used up. */
export async function sendOriginal(
  original: OriginalToSend,
  { drive, openOriginal }: SendingDependencies,
): Promise<boolean> {
  const { id, name, parentId, form, format, appProperties } = original;
  const { bytes } = form;
  const mimeType = format === null ? 'application/octet-stream' : `image/${format}`;
  const open = (start: number, end: number): Promise<Readable> => openOriginal(original, start, end);
  const md5 = await drive
    .upload({ id, name, parentId, mimeType, bytes, appProperties, open })
    .catch((error: unknown) => {
      if (!isTaken(error)) throw error;
      return drive.md5Of(id); // an earlier try arrived, and its answer was lost
    });
  if (md5 === form.md5) return true;
  await drive.remove(id);
  return false;
}
