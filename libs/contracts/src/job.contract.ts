/**
 * @module Every queue: what its jobs carry and how they are treated. This table is the only list of queues; health, failure
 * lists, senders and settings follow from it.
 */
import { z } from 'zod';

export interface JobContract {
  /** Ids only, and one of them: handlers reload from Postgres. */
  payload: z.ZodObject;
  /** A stage of a photo, something of a whole event, or a run with Google Drive: decides how often a job is tried, and how again by hand. */
  about: 'photo' | 'event' | 'drive';
  /** A request that comes while its job runs makes one more job afterwards, for the running one may not have seen why. */
  againIfActive?: true;
}

export const jobContracts = {
  ingest: { about: 'photo', payload: z.object({ photoId: z.uuid() }) },
  detect: { about: 'photo', payload: z.object({ photoId: z.uuid() }) },
  /** Somebody in it is to be unrecognisable, or no more, perhaps since its job began. */
  blur: { about: 'photo', payload: z.object({ photoId: z.uuid() }), againIfActive: true },
  // faces may be found anew while the old ones are being embedded
  embed: { about: 'photo', payload: z.object({ photoId: z.uuid() }), againIfActive: true },
  cluster: { about: 'event', payload: z.object({ eventId: z.uuid() }), againIfActive: true },
  /** New faces are held against the selfies of guests who want to be looked for. */
  recognise: { about: 'event', payload: z.object({ eventId: z.uuid() }), againIfActive: true },
  /** One import run of a Drive folder into an event. */
  'drive-import': { about: 'drive', payload: z.object({ driveImportId: z.uuid() }) },
  /** One export run into a Drive folder. */
  'drive-export': { about: 'drive', payload: z.object({ driveExportId: z.uuid() }) },
  /** One look at a mirror, and what follows from it: somebody's answer may come while a run is under way. */
  'drive-mirror': { about: 'drive', payload: z.object({ driveMirrorId: z.uuid() }), againIfActive: true },
  /** A notification channel from Google that is to be stopped. */
  'drive-channel': { about: 'drive', payload: z.object({ driveChannelId: z.uuid() }) },
} as const satisfies Record<string, JobContract>;

export type QueueName = keyof typeof jobContracts;
export type JobPayload<Q extends QueueName> = z.infer<(typeof jobContracts)[Q]['payload']>;

/** Queues of the stages that a photo goes through. */
export type PhotoQueue = {
  [Q in QueueName]: (typeof jobContracts)[Q]['about'] extends 'photo' ? Q : never;
}[QueueName];

export const queueNames = Object.keys(jobContracts) as [QueueName, ...QueueName[]];
