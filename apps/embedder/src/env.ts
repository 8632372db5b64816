/** @module The embedder's settings: the only reader of the environment in this app. */
import {
  optionalSetting,
  parseSettings,
  secondOpinionSettingSchema,
} from '@visage/contracts/setting.contract';
import { visionEnvSchema } from '@visage/host/vision.settings';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const embedderEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...visionEnvSchema.omit({ VISION_THREADS: true }).shape,
  ...secondOpinionSettingSchema.shape,
  /** Worker threads; a face costs a tenth of what finding it does, so the default is half of the detector's. */
  EMBED_THREADS: optionalSetting(z.coerce.number().int().min(1).max(256)),
});
export type EmbedderEnv = z.infer<typeof embedderEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): EmbedderEnv {
  return parseSettings(embedderEnvSchema, environment);
}
