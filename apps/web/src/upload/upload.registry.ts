/** @module The uploaders of this tab, one per address; they live on while people move through other pages. */
import { totalsOf } from './upload.row.js';
import { createUploader, type Uploader } from './uploader.js';

const uploaders = new Map<string, Uploader>();

/** @param endpoint where uploads are created. */
export function uploaderOf(endpoint: string): Uploader {
  const known = uploaders.get(endpoint);
  if (known) return known;
  const uploader = createUploader(endpoint, `visage ${endpoint}`);
  uploaders.set(endpoint, uploader);
  return uploader;
}

/** Forgets every list, so that the next person at this browser sees no file names. */
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
