/** @module The clusterer's settings: the only reader of the environment in this app. */
import { CARE_LEVELS } from '@visage/clustering/linkage/care.level';
import {
  modelSettingSchema,
  parseSettings,
  secondOpinionSettingSchema,
} from '@visage/contracts/setting.contract';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const clustererEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...modelSettingSchema.pick({ MODELS_DIR: true }).shape,
  ...secondOpinionSettingSchema.shape,
  /** How careful grouping is: `careful` rather splits a person, `generous` rather lets two share a group. */
  GROUPING_CARE: z.enum(CARE_LEVELS).default('balanced'),
});
export type ClustererEnv = z.infer<typeof clustererEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): ClustererEnv {
  return parseSettings(clustererEnvSchema, environment);
}
