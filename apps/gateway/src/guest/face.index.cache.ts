/** @module Keeps the face indexes of the events that guests search just now; a changed event is indexed anew. */
import { setImmediate as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { unwrapDataKey } from '@visage/crypto/data.key';
import { openEmbedding } from '@visage/crypto/embedding.box';
import type { EventFacts } from '@visage/database/event/event.listing';
import { FaceRepository } from '@visage/database/face/face.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, MASTER_KEY } from '@visage/host/host.token';
import { FaceIndex, type IndexedFace } from './face.index.js';

interface Entry {
  revision: string;
  index: Promise<FaceIndex>;
  usedAt: number;
}

/** Decrypted vectors: 3 MB for a wedding, 205 MB for 100,000 faces. */
const MAX_EVENTS = 8;
/** Nobody searches any more: the vectors leave the memory. */
const IDLE_MS = 10 * 60_000;
/** Timers and the clock may differ by a moment. */
const MARGIN_MS = 1_000;
/** Decrypting one takes about 10 microseconds; in between, other requests are answered. */
const FACES_PER_TURN = 500;

@Injectable()
export class FaceIndexCache {
  private readonly entries = new Map<string, Entry>();
  private afterLast: NodeJS.Timeout | undefined;

  constructor(
    @Inject(FaceRepository) private readonly faces: FaceRepository,
    @Inject(MASTER_KEY) private readonly masterKey: Uint8Array,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param dimensions of the event's embedder. */
  async of(event: EventFacts, dimensions: number): Promise<FaceIndex> {
    this.forgetIdle();
    this.forgetLater();
    const revision = `${event.facesRevision}/${event.groupedRevision}`;
    const known = this.entries.get(event.id);
    if (known?.revision === revision) {
      known.usedAt = this.clock.now().getTime();
      return known.index;
    }
    const entry: Entry = {
      revision,
      index: this.build(event, dimensions),
      usedAt: this.clock.now().getTime(),
    };
    this.entries.set(event.id, entry);
    this.forgetOldest();
    entry.index.catch(() => {
      if (this.entries.get(event.id) === entry) this.entries.delete(event.id);
    });
    return entry.index;
  }

  private async build({ id, embedder, wrappedKey }: EventFacts, dimensions: number): Promise<FaceIndex> {
    if (!wrappedKey) throw new Error(`event ${id} has no data key`);
    const key = unwrapDataKey(this.masterKey, wrappedKey, id);
    const opened: IndexedFace[] = [];
    try {
      let count = 0;
      for await (const page of this.faces.loadFacesForGrouping(id, embedder)) {
        for (const { id: faceId, personId, embedding } of page) {
          const owner = { faceId, model: embedder };
          opened.push({ id: faceId, personId, embedding: openEmbedding(key, embedding, owner) });
          if (++count % FACES_PER_TURN === 0) await pause();
        }
      }
    } finally {
      key.fill(0);
    }
    return FaceIndex.build(opened, dimensions);
  }

  private forgetIdle(): void {
    for (const [id, { usedAt }] of this.entries)
      if (this.clock.now().getTime() - usedAt > IDLE_MS) this.entries.delete(id);
  }

  /** Whoever searches next clears away as well, but nobody may. */
  private forgetLater(): void {
    clearTimeout(this.afterLast);
    this.afterLast = setTimeout(() => this.forgetIdle(), IDLE_MS + MARGIN_MS).unref();
  }

  private forgetOldest(): void {
    const oldestFirst = [...this.entries].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [id] of oldestFirst.slice(0, Math.max(0, oldestFirst.length - MAX_EVENTS)))
      this.entries.delete(id);
  }
}
