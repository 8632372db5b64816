/** @module The gateway's settings: the only reader of the environment in this app. */
import {
  databaseSettingSchema,
  embedderSettingSchema,
  faceIndexSettingSchema,
  keyStoreSettingSchema,
  logSettingSchema,
  masterKeySettingSchema,
  optionalSetting,
  parseSettings,
  photoLimitSettingSchema,
  publicUrlSettingSchema,
  redisSettingSchema,
  storageSettingSchema,
} from '@visage/contracts/setting.contract';
import { googleSettingSchema } from '@visage/drive/google.settings';
import { z } from 'zod';

export const gatewayEnvSchema = z.object({
  ...databaseSettingSchema.shape,
  ...redisSettingSchema.shape,
  ...logSettingSchema.shape,
  ...masterKeySettingSchema.shape,
  ...keyStoreSettingSchema.shape,
  ...storageSettingSchema.shape,
  ...embedderSettingSchema.shape,
  ...photoLimitSettingSchema.shape,
  ...googleSettingSchema.shape,
  ...publicUrlSettingSchema.shape,
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Folder of the built web app; absent = only the API is served. */
  WEB_DIR: optionalSetting(z.string()),
  /** Folder of `manifest.json`. */
  MODELS_DIR: z.string(),
  /** How long an access token is good; browsers and programs then renew their session. */
  SESSION_MINUTES: z.coerce.number().int().min(1).max(1440).default(15),
  /** How long lines of the audit log are kept. */
  AUDIT_DAYS: z.coerce.number().int().min(1).max(3650).default(365),
  ...faceIndexSettingSchema.shape,
  /** Reverse proxies in front whose `X-Forwarded-*` count; 0 = none, the headers are ignored. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
});
export type GatewayEnv = z.infer<typeof gatewayEnvSchema>;

/** @throws SettingError naming each variable that is wrong. */
export function readEnv(environment: Record<string, string | undefined> = process.env): GatewayEnv {
  return parseSettings(gatewayEnvSchema, environment);
}
