/** @module The detector's settings: the only reader of the environment in this app. */
import { parseSettings } from '@visage/contracts/setting.contract';
import { visionEnvSchema } from '@visage/host/vision.settings';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const detectorEnvSchema = z.object({ ...workerEnvSchema.shape, ...visionEnvSchema.shape });
export type DetectorEnv = z.infer<typeof detectorEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): DetectorEnv {
  return parseSettings(detectorEnvSchema, environment);
}
