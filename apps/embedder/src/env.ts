/** @module The embedder's settings. */
import { optionalSetting, secondOpinionSettingSchema } from '@visage/contracts/setting.contract';
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
