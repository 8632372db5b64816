/** @module Settings of apps that look at photos. */
import { availableParallelism, totalmem } from 'node:os';
import {
  embedderSettingSchema,
  modelSettingSchema,
  optionalSetting,
  photoLimitSettingSchema,
} from '@visage/contracts/setting.contract';
import { photoLimitsSchema, type PhotoLimits } from '@visage/contracts/photo-error.contract';
import { z } from 'zod';

export const visionEnvSchema = z.object({
  ...modelSettingSchema.shape,
  ...embedderSettingSchema.shape,
  ...photoLimitSettingSchema.shape,
  /** Worker threads; absent = as many as processors and memory allow. */
  VISION_THREADS: optionalSetting(z.coerce.number().int().min(1).max(256)),
});
export type VisionEnv = z.infer<typeof visionEnvSchema>;

/**
 * Measured: two threads on 12-megapixel HEIC, 24-megapixel JPEG and HDR AVIF photos peak at 1.06 GB, this
 * process included.
 */
const BYTES_PER_THREAD = 500e6;

/** One thread per processor, but never more than fit into half of the memory of the machine or container. */
export function defaultThreads(
  processors: number = availableParallelism(),
  memory: number = Math.min(totalmem(), process.constrainedMemory() || Infinity),
): number {
  return Math.max(1, Math.min(processors, Math.floor(memory / 2 / BYTES_PER_THREAD)));
}

export function photoLimitsOf(env: Partial<z.infer<typeof photoLimitSettingSchema>>): PhotoLimits {
  return photoLimitsSchema.parse({
    maxBytes: env.PHOTO_MAX_BYTES,
    maxPixels: env.PHOTO_MAX_PIXELS,
    timeoutMs: env.PHOTO_TIMEOUT_MS,
  });
}
