/** @module The object store that the settings name. */
import type { storageSettingSchema } from '@visage/contracts/setting.contract';
import type { ObjectStoreSettings } from '@visage/storage/store.factory';
import type { z } from 'zod';

export type StorageEnvironment = z.infer<typeof storageSettingSchema>;

/** @throws Error naming the variable that is missing. */
export function storageSettingsOf(env: StorageEnvironment): ObjectStoreSettings {
  if (env.S3_BUCKET === undefined) {
    if (env.STORAGE_DIR === undefined) throw new Error('set STORAGE_DIR, or S3_BUCKET and what goes with it');
    return { kind: 'disk', root: env.STORAGE_DIR };
  }
  const need = (name: 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`S3_BUCKET is set, so ${name} must be set too`);
    return value;
  };
  return {
    kind: 's3',
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT ?? `https://s3.${env.S3_REGION}.amazonaws.com`,
    accessKeyId: need('S3_ACCESS_KEY_ID'),
    secretAccessKey: need('S3_SECRET_ACCESS_KEY'),
  };
}
