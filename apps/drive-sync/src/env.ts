/** @module The settings of drive-sync: the only reader of the environment in this app. */
import {
  parseSettings,
  photoLimitSettingSchema,
  publicUrlSettingSchema,
} from '@visage/contracts/setting.contract';
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

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): DriveSyncEnv {
  return parseSettings(driveSyncEnvSchema, environment);
}
