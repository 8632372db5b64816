/** @module Settings that several apps read from their environment; each app's env.ts combines what it needs. */
import { z } from 'zod';

/** An empty variable, as compose files and shells leave it, means "not set". */
export function optionalSetting<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

export const databaseSettingSchema = z.object({ DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }) });
export const redisSettingSchema = z.object({ REDIS_URL: z.url({ protocol: /^rediss?$/ }) });

export const logSettingSchema = z.object({
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export const publicUrlSettingSchema = z.object({
  /** Address under which guests reach the server, without a path; absent = the host that a request names. */
  PUBLIC_URL: optionalSetting(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)),
});

/** Port on which a worker answers liveness and readiness probes; absent = none. */
export const healthSettingSchema = z.object({
  HEALTH_PORT: optionalSetting(z.coerce.number().int().min(1).max(65535)),
});

/** Exactly one of `MASTER_KEY` and `MASTER_KEY_FILE`. */
export const masterKeySettingSchema = z.object({
  /** 32 bytes as base64. */
  MASTER_KEY: optionalSetting(z.string()),
  /** The one before, while `MASTER_KEY` takes its place: see `visage keys rotate`. */
  FORMER_MASTER_KEY: optionalSetting(z.string()),
  /** File with the same, mode 0600; created if absent. */
  MASTER_KEY_FILE: optionalSetting(z.string()),
});

export const keyStoreSettingSchema = z.object({
  /** Where the data keys of events are kept, wrapped: a folder, or `s3://bucket/prefix` at the S3 server of the photos. */
  KEY_STORE: z.string().min(1),
});

/** `STORAGE_DIR`, or `S3_BUCKET` and its companions. */
export const storageSettingSchema = z.object({
  STORAGE_DIR: optionalSetting(z.string()),
  S3_BUCKET: optionalSetting(z.string()),
  S3_ENDPOINT: optionalSetting(z.url()),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: optionalSetting(z.string()),
  S3_SECRET_ACCESS_KEY: optionalSetting(z.string()),
});

export const modelSettingSchema = z.object({
  /** Folder of `manifest.json` and the project's own weights. */
  MODELS_DIR: z.string(),
  /** Folder that fetched models are kept in. */
  MODEL_CACHE_DIR: z.string(),
});

export const embedderSettingSchema = z.object({
  /** Name of the embedder in the manifest that new events take; absent = the manifest's default. */
  EMBEDDER: optionalSetting(z.string()),
});

export const secondOpinionSettingSchema = z.object({
  /** Name of another embedder in the manifest, asked where an event's own is in doubt; absent = none is asked. */
  SECOND_OPINION: optionalSetting(z.string()),
});

export const faceIndexSettingSchema = z.object({
  /** Megabytes of opened faces in memory; the event searched last stays, even alone above it. */
  FACE_INDEX_MB: z.coerce.number().int().min(1).max(65536).default(256),
});

/** Limits on one photo; see photo-error.contract.ts for their defaults. */
export const photoLimitSettingSchema = z.object({
  PHOTO_MAX_BYTES: optionalSetting(z.coerce.number().int().positive()),
  PHOTO_MAX_PIXELS: optionalSetting(z.coerce.number().int().positive()),
  PHOTO_TIMEOUT_MS: optionalSetting(z.coerce.number().int().positive()),
});

export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/**
 * Parses an environment. The message names every variable that is wrong and never repeats its value.
 * @throws SettingError
 */
export function parseSettings<T extends z.ZodType>(
  schema: T,
  environment: Record<string, string | undefined>,
): z.infer<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.') || 'settings';
    const missing = issue.path.length > 0 && environment[String(issue.path[0])] === undefined;
    return `  ${name}: ${missing ? 'is not set' : issue.message}`;
  });
  throw new SettingError(`settings of the environment are wrong:\n${lines.join('\n')}`);
}
