/** @module The uploaders of this tab, one an event; they live on while the organizer walks through other pages. */
import { uploadsUrl } from '../../api/photo.api.js';
import { totalsOf } from './upload.row.js';
import { createUploader, type Uploader } from './uploader.js';

const uploaders = new Map<string, Uploader>();

export function uploaderOf(eventId: string): Uploader {
  const known = uploaders.get(eventId);
  if (known) return known;
  const uploader = createUploader(uploadsUrl(eventId), `visage-event-${eventId}`);
  uploaders.set(eventId, uploader);
  return uploader;
}

/** Forgets every list: the next person at this browser sees no file names. */
export function closeUploads(): void {
  for (const uploader of uploaders.values()) uploader.close();
  uploaders.clear();
}

const isBusy = (uploader: Uploader): boolean => totalsOf(uploader.snapshot().rows).active;

window.addEventListener('online', () => {
  for (const uploader of uploaders.values()) uploader.retry('offline');
});
window.addEventListener('beforeunload', (event) => {
  if ([...uploaders.values()].some(isBusy)) event.preventDefault();
});
