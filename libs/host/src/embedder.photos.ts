/** @module Photos that await a stage for which their event's embedder has to be here. */
import type { EventRepository } from '@visage/database/event/event.repository';
import type { LeaveOut } from '@visage/queues/reconciler';
import type { VisionPools } from './vision.pools.js';

export interface EmbedderPhotos {
  events: Pick<EventRepository, 'findEmbedders' | 'findIdsByEmbedder'>;
  vision: Pick<VisionPools, 'requireFile'>;
  /** Ids of at most `limit` photos of events with this embedder. What it throws holds up these events alone. */
  find(embedder: string, limit: number): Promise<string[]>;
  limit: number;
  leaveOut: LeaveOut;
}

export async function findPhotosByEmbedder({
  events,
  vision,
  find,
  limit,
  leaveOut,
}: EmbedderPhotos): Promise<string[]> {
  const photoIds: string[] = [];
  for (const embedder of await events.findEmbedders()) {
    try {
      await vision.requireFile(embedder);
      photoIds.push(...(await find(embedder, limit - photoIds.length)));
    } catch (error) {
      for (const eventId of await events.findIdsByEmbedder(embedder)) leaveOut(eventId, error);
    }
  }
  return photoIds;
}
