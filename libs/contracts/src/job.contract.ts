/** @module Queues and the payloads of their jobs: ids only, handlers reload from Postgres. */
import { z } from 'zod';

export const ingestJobSchema = z.object({ photoId: z.uuid() });
export const detectJobSchema = z.object({ photoId: z.uuid() });
export const embedJobSchema = z.object({ photoId: z.uuid() });
export const clusterJobSchema = z.object({ eventId: z.uuid() });
/** One import run of a Drive folder into an event. */
export const driveImportJobSchema = z.object({ driveImportId: z.uuid() });

/** One export run into a Drive folder. */
export const driveExportJobSchema = z.object({ driveExportId: z.uuid() });

/** One look at a mirror, and what follows from it. */
export const driveMirrorJobSchema = z.object({ driveMirrorId: z.uuid() });

/** A notification channel from Google that is to be stopped. */
export const driveChannelJobSchema = z.object({ driveChannelId: z.uuid() });

/** Queue name <-> payload: the one place that connects them. */
export const jobSchemas = {
  ingest: ingestJobSchema,
  detect: detectJobSchema,
  embed: embedJobSchema,
  cluster: clusterJobSchema,
  'drive-import': driveImportJobSchema,
  'drive-export': driveExportJobSchema,
  'drive-mirror': driveMirrorJobSchema,
  'drive-channel': driveChannelJobSchema,
} as const;

export type QueueName = keyof typeof jobSchemas;
export type JobPayload<Q extends QueueName> = z.infer<(typeof jobSchemas)[Q]>;
