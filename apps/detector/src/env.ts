/** @module The detector's settings. */
import { visionEnvSchema } from '@visage/host/vision.settings';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const detectorEnvSchema = z.object({ ...workerEnvSchema.shape, ...visionEnvSchema.shape });
