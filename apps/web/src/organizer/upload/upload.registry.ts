/** @module The upload queues of this tab, one an event. */
import { createUploadStore, type UploadStore } from './upload.store.js';
import { sendUpload } from './upload.send.js';

const stores = new Map<string, UploadStore>();

export function uploadStoreOf(eventId: string): UploadStore {
  const known = stores.get(eventId);
  if (known) return known;
  const store = createUploadStore(eventId, sendUpload);
  stores.set(eventId, store);
  return store;
}

/** Forgets every queue: the next person at this browser sees no file names. */
export function closeUploads(): void {
  stores.clear();
}

const isBusy = (store: UploadStore): boolean =>
  store.snapshot().uploads.some((upload) => upload.state === 'waiting' || upload.state === 'sending');

window.addEventListener('online', () => {
  for (const store of stores.values()) store.dispatch({ kind: 'retried', which: 'offline' });
});
window.addEventListener('beforeunload', (event) => {
  if ([...stores.values()].some(isBusy)) event.preventDefault();
});
