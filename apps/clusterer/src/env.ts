/** @module The clusterer's settings. */
import { CARE_LEVELS } from '@visage/clustering/linkage/care.level';
import {
  faceIndexSettingSchema,
  modelSettingSchema,
  secondOpinionSettingSchema,
} from '@visage/contracts/setting.contract';
import { workerEnvSchema } from '@visage/host/worker.env';
import { z } from 'zod';

export const clustererEnvSchema = z.object({
  ...workerEnvSchema.shape,
  ...modelSettingSchema.pick({ MODELS_DIR: true }).shape,
  ...secondOpinionSettingSchema.shape,
  ...faceIndexSettingSchema.shape,
  /** How careful grouping is: `careful` rather splits a person, `generous` rather lets two share a group. */
  GROUPING_CARE: z.enum(CARE_LEVELS).default('balanced'),
});
