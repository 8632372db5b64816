/** @module The command line's settings from the environment: the only reader of `process.env`. */

import { z } from 'zod';

const nonEmpty = z.string().trim().min(1);
/** An empty variable counts as absent, because shells and compose files leave such ones behind. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environmentSchema = z.object({
  /** A PostgreSQL of your own in place of the embedded one. */
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')),
  /** A Redis of your own in place of the embedded one. */
  REDIS_URL: optional(z.string().regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')),
  /** Folder of originals and previews, in place of `<data>/storage`. */
  STORAGE_DIR: optional(nonEmpty),
  S3_ENDPOINT: optional(z.url()),
  S3_BUCKET: optional(nonEmpty),
  S3_REGION: optional(nonEmpty),
  S3_ACCESS_KEY_ID: optional(nonEmpty),
  S3_SECRET_ACCESS_KEY: optional(nonEmpty),
  /** Where the data keys of events are, in place of `<data>/keys`: a folder, or `s3://bucket/prefix`. */
  KEY_STORE: optional(nonEmpty),
  MASTER_KEY: optional(nonEmpty),
  /** The one before, while it is replaced. */
  FORMER_MASTER_KEY: optional(nonEmpty),
  MASTER_KEY_FILE: optional(nonEmpty),
  /** Folder of everything fetched once, including models, in place of the repository's `.cache`. */
  VISAGE_CACHE: optional(nonEmpty),
  MODELS_DIR: optional(nonEmpty),
  MODEL_CACHE_DIR: optional(nonEmpty),
  /** Embedder of new events, in place of the manifest's default. */
  EMBEDDER: optional(nonEmpty),
  /** One more embedder, asked where an event's own is in doubt. */
  SECOND_OPINION: optional(nonEmpty),
  PORT: optional(z.coerce.number().int().min(1).max(65_535)),
  HOST: optional(nonEmpty),
  PUBLIC_URL: optional(z.url()),
  CHROMIUM_PATH: optional(nonEmpty),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The environment is invalid; the message names each wrong variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** @throws EnvironmentError naming every variable that is wrong. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const result = environmentSchema.safeParse(source);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`environment: ${wrong.join('; ')}`);
}

/** This process's environment, to hand to a child, with `overrides` on top. */
export function childEnvironment(overrides: Record<string, string | undefined>): Record<string, string> {
  const merged = { ...process.env, ...overrides };
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
