/** @module Settings that every worker has. */
import {
  databaseSettingSchema,
  healthSettingSchema,
  keyStoreSettingSchema,
  logSettingSchema,
  masterKeySettingSchema,
  redisSettingSchema,
  storageSettingSchema,
} from '@visage/contracts/setting.contract';
import { z } from 'zod';

export const workerEnvSchema = z.object({
  ...databaseSettingSchema.shape,
  ...redisSettingSchema.shape,
  ...logSettingSchema.shape,
  ...healthSettingSchema.shape,
  ...masterKeySettingSchema.shape,
  ...keyStoreSettingSchema.shape,
  ...storageSettingSchema.shape,
});
export type WorkerEnv = z.infer<typeof workerEnvSchema>;
