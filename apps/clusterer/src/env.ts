/** @module The clusterer's settings: the only reader of the environment in this app. */
import { modelSettingSchema, parseSettings } from '@visage/contracts/setting.contract';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const clustererEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...modelSettingSchema.pick({ MODELS_DIR: true }).shape,
});
export type ClustererEnv = z.infer<typeof clustererEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): ClustererEnv {
  return parseSettings(clustererEnvSchema, environment);
}
