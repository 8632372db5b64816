/** @module The sealed embeddings of an event, page by page, for whoever searches it by face. */
import type { Database } from './database.client.js';

export interface SealedFace {
  id: string;
  personId: string | null;
  /** Sealed under the event's key: see embedding.box.ts of libs/crypto. */
  embedding: Uint8Array;
}

export class FaceListing {
  constructor(private readonly database: Database) {}

  /** Faces embedded by `model`, in order of their ids; pass the last id to get the next page. */
  async sealed(eventId: string, model: string, { after, limit }: { after?: string; limit: number }): Promise<SealedFace[]> {
    const rows = await this.database.prisma.face.findMany({
      where: { eventId, embeddingModel: model, embedding: { not: null }, ...(after !== undefined && { id: { gt: after } }) },
      select: { id: true, personId: true, embedding: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.flatMap(({ embedding, ...face }) => (embedding ? [{ ...face, embedding }] : []));
  }
}
