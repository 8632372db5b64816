/** @module The settings of drive-sync: the only reader of the environment in this app. */
import { optionalSetting, parseSettings, photoLimitSettingSchema } from '@visage/contracts/setting.contract';
import { googleSettingSchema } from '@visage/drive/google.settings';
import { serviceAccountSchema } from '@visage/drive/service.account';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' }); // the text is a secret: it is not repeated
    return z.NEVER;
  }
});

export const driveSyncEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...photoLimitSettingSchema.pick({ PHOTO_MAX_BYTES: true }).shape,
  ...googleSettingSchema.shape,
  /** JSON key of a service account; absent = only connected accounts are read. */
  GOOGLE_SERVICE_ACCOUNT: optionalSetting(jsonText.pipe(serviceAccountSchema)),
});
export type DriveSyncEnv = z.infer<typeof driveSyncEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): DriveSyncEnv {
  return parseSettings(driveSyncEnvSchema, environment);
}
