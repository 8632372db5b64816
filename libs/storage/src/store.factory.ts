/** @module The object store that the settings name, ready to use. */

import { DiskStore } from './disk.store.js';
import type { ObjectStore } from './object.store.js';
import type { S3Settings } from './s3.client.js';
import { S3Store } from './s3.store.js';

export type ObjectStoreSettings = { kind: 'disk'; root: string } | ({ kind: 's3' } & S3Settings);

/** Creates the folder or bucket if it is missing. @throws ObjectStoreError when the S3 server cannot be used. */
export async function createObjectStore(settings: ObjectStoreSettings): Promise<ObjectStore> {
  return settings.kind === 'disk' ? DiskStore.open(settings.root) : S3Store.open(settings);
}
