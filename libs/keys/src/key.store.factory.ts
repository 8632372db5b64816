/** @module The key store that the settings name, ready to use. */
import type { S3Settings } from '@visage/storage/s3.client';
import { FolderKeyStore } from './folder.key.store.js';
import { KeyStoreError, type KeyStore } from './key.store.js';
import { S3KeyStore } from './s3.key.store.js';

const S3_ADDRESS = /^s3:\/\/(?<bucket>[^/]+)\/?(?<prefix>.*)$/;

/**
 * @param address a folder, or `s3://bucket/prefix` at the S3 server of the photos
 * @param server null where the photos lie on a disk
 * @throws KeyStoreError when it names no server, or cannot be used
 */
export async function openKeyStore(
  address: string,
  server: Omit<S3Settings, 'bucket'> | null,
): Promise<KeyStore> {
  const { bucket, prefix = '' } = S3_ADDRESS.exec(address)?.groups ?? {};
  if (bucket === undefined) return FolderKeyStore.open(address);
  if (!server)
    throw new KeyStoreError(`KEY_STORE is ${address}, so S3_BUCKET and what goes with it must be set`);
  return S3KeyStore.open({
    ...server,
    bucket,
    prefix: prefix === '' ? '' : `${prefix.replace(/\/+$/, '')}/`,
  });
}
