/** @module The settings of drive-sync. */
import { photoLimitSettingSchema, publicUrlSettingSchema } from '@visage/contracts/setting.contract';
import { googleSettingSchema } from '@visage/drive/google.settings';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const driveSyncEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...photoLimitSettingSchema.pick({ PHOTO_MAX_BYTES: true }).shape,
  ...googleSettingSchema.shape,
  ...publicUrlSettingSchema.shape,
});
export type DriveSyncEnv = z.infer<typeof driveSyncEnvSchema>;
