/** @module An event whose photos get their faces and embeddings as workers give them, and the faces of it that are known. */
import { digestsOf } from '@visage/database/testing/photo.columns';
import { randomUUID } from 'node:crypto';
import { createDataKey } from '@visage/crypto/data.key';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import type { Database } from '@visage/database/client/database.client';
import type { EventFacts } from '@visage/database/event/event.listing';
import { EventListing } from '@visage/database/event/event.listing';
import { FaceRepository } from '@visage/database/face/face.repository';
import { eventKeyOf } from '../keys/event.key.js';
import type { EventKeys } from '../keys/event.keys.js';
import { placesOf } from '../keys/face.places.js';

export const EMBEDDER = 'm';
export const DIMENSIONS = 8;
const keys = new Map<string, Uint8Array>();
/** The keys of all events that were made here. */
export const eventKeys: Pick<EventKeys, 'with'> = {
  with: async (eventId, use) => {
    const key = keys.get(eventId);
    return key ? use(eventKeyOf([key])) : null;
  },
};

/** Different looks are far apart; a face of the same look differs by its `turn`. */
export function lookOf(look: number, turn = 0): Float32Array {
  const values = Float32Array.from({ length: DIMENSIONS }, (_, i) => 0.05 * Math.sin(turn * (i + 1)));
  values[look % DIMENSIONS] = 1;
  return values;
}

interface KnownFace {
  id: string;
  photoId: string;
  personId: string | null;
  quality: number;
  embedding: Uint8Array;
}

export class FaceEvent {
  private readonly faces: FaceRepository;
  private constructor(
    readonly id: string,
    readonly key: Uint8Array,
    private readonly database: Database,
  ) {
    this.faces = new FaceRepository(database);
  }

  static async make(database: Database, ownerId: string): Promise<FaceEvent> {
    const [id, key] = [randomUUID(), createDataKey()];
    keys.set(id, key);
    await database.prisma.event.create({ data: { id, ownerId, name: 'E', embedder: EMBEDDER } });
    return new FaceEvent(id, key, database);
  }

  async facts(): Promise<EventFacts> {
    const facts = await new EventListing(this.database).facts(this.id);
    if (!facts) throw new Error('the event is gone');
    return facts;
  }

  async photo(): Promise<string> {
    const data = { eventId: this.id, fileName: 'a', ...digestsOf(randomUUID()), bytes: 1n };
    return (await this.database.prisma.photo.create({ data })).id;
  }

  async find(photoId: string, version: string, faceIds: readonly string[]): Promise<void> {
    await this.faces.replaceFaces({
      ...{ photoId, version, places: placesOf(eventKeyOf([this.key])) },
      faces: faceIds.map((id, place) => ({
        ...{ id, box: [place * 100, 0, 50, 50], score: 1, quality: 1 },
      })),
    });
  }

  /** @returns false when these are not the photo's faces. */
  embed(
    photoId: string,
    faces: readonly { id: string; embedding: Float32Array }[],
    model = EMBEDDER,
  ): Promise<boolean> {
    const sealed = faces.map(({ id: faceId, embedding }) => ({
      faceId,
      embedding: sealEmbedding(this.key, embedding, { faceId, model }),
    }));
    return this.faces.saveEmbeddings(photoId, 'e', { embedding: model }, sealed);
  }

  /** A photo that is ready. @returns the ids of its faces */
  async arrive(...looks: number[]): Promise<string[]> {
    const photoId = await this.photo();
    const ids = looks.map(() => randomUUID());
    await this.find(photoId, 'd', ids);
    await this.embed(
      photoId,
      ids.map((id, place) => ({ id, embedding: lookOf(looks[place] ?? 0, place) })),
    );
    return ids;
  }

  /** All of them, wherever their photos are. */
  async known(): Promise<KnownFace[]> {
    const rows = await this.database.prisma.face.findMany({
      where: { eventId: this.id, embeddingModel: EMBEDDER },
      orderBy: { id: 'asc' },
    });
    return rows.flatMap(({ embedding, ...face }) => (embedding ? [{ ...face, embedding }] : []));
  }
}
