/**
 * @module The faces of the events that guests search just now, decrypted in memory. Each search first reads what changed
 * since the one before; one at a time does so for an event, so that nobody searches half of a change.
 */
import { setImmediate as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { FaceIndex } from '@visage/clustering/search/face.index';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import { matchProbe, type ProbeMatches } from '@visage/clustering/search/probe.match';
import { tryOpenEmbedding } from '@visage/crypto/embedding.box';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import type { EventFacts } from '@visage/database/event/event.listing';
import { EventRepository } from '@visage/database/event/event.repository';
import {
  CHANGES_START,
  FaceChangeRepository,
  type ChangePlace,
  type FaceChange,
} from '@visage/database/face/face-change.repository';
import { FaceRepairRepository, type UnreadableFace } from '@visage/database/face/face-repair.repository';
import type { Clock } from '@visage/host/clock';
import { repairFaces, type FaceRepair } from '@visage/host/face.repair';
import { EventKeys } from '@visage/host/keys/event.keys';
import { CLOCK, ENV, LOG } from '@visage/host/host.token';
import { inSlices } from '@visage/host/sliced.work';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { InjectRepository } from '../platform/repository.decorator.js';

export interface FaceSearch {
  probe: Float32Array;
  /** The embedder's, from the manifest; what an event of this size asks follows from it. */
  threshold: number;
  /** Of the embedder. */
  dimensions: number;
  kinds?: FaceKinds | undefined;
}

interface Entry {
  readonly embedder: string;
  readonly index: FaceIndex;
  place: ChangePlace;
  usedAt: number;
  /** Searches in progress or in line. */
  searches: number;
  tail: Promise<unknown>;
  /** Its vectors are overwritten, and none may come in any more. */
  dropped: boolean;
}

/** Nobody searches any more: the vectors leave the memory. */
const IDLE_MS = 10 * 60_000;
/** How long an event that another gateway erased may stay in this one's memory. */
const LOOK_MS = 10_000;
/** Decrypting one takes about 10 microseconds; in between, other requests are answered. */
const FACES_PER_TURN = 500;
const MEGABYTE = 1024 * 1024;
const NOBODY: ProbeMatches = { matches: [], ambiguous: false };

@Injectable()
export class FaceIndexCache implements FaceRepair, OnApplicationBootstrap, OnModuleDestroy {
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(FaceChangeRepository) private readonly changes: FaceChangeRepository,
    @InjectRepository(EventRepository) private readonly events: EventRepository,
    @InjectRepository(FaceRepairRepository) readonly repairs: FaceRepairRepository,
    @Inject(EventKeys) private readonly keys: Pick<EventKeys, 'with'>,
    @Inject(ENV) private readonly env: Pick<GatewayEnv, 'FACE_INDEX_MB'>,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(LOG) readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Whose faces the probe is like, as of now; nobody's once the event is erased. */
  async search(event: EventFacts, { probe, threshold, ...scale }: FaceSearch): Promise<ProbeMatches> {
    this.forgetIdle();
    const entry = this.entryOf(event, scale);
    entry.searches += 1;
    entry.usedAt = this.clock.now().getTime();
    const work = entry.tail.then(async () => {
      if (!(await this.catchUp(entry, event))) return NOBODY;
      return inSlices(matchProbe(entry.index, probe, { threshold }));
    });
    entry.tail = work.catch(() => undefined);
    try {
      return await work;
    } finally {
      entry.searches -= 1;
      entry.usedAt = this.clock.now().getTime();
      this.makeRoom();
    }
  }

  holds(eventId: string): boolean {
    return this.entries.has(eventId);
  }

  /** The event is erased, or its faces have ended. */
  forget(eventId: string): void {
    const entry = this.entries.get(eventId);
    if (!entry) return;
    this.entries.delete(eventId);
    entry.dropped = true;
    entry.index.clear();
  }

  /** Forgets what nobody searches any more, and what another gateway erased, or ended. */
  async look(): Promise<void> {
    this.forgetIdle();
    const held = [...this.entries.keys()];
    if (held.length === 0) return;
    try {
      const searchable = new Set(await this.events.findSearchable(held));
      for (const eventId of held) if (!searchable.has(eventId)) this.forget(eventId);
    } catch (err) {
      this.log.warn(
        { err },
        'whether searched events were erased, or their faces, could not be asked; the next look asks again',
      );
    }
  }

  private entryOf(
    { id, embedder }: EventFacts,
    { dimensions, kinds }: Pick<FaceSearch, 'dimensions' | 'kinds'>,
  ): Entry {
    const known = this.entries.get(id);
    if (known?.embedder === embedder) return known;
    this.forget(id);
    const entry: Entry = {
      ...{ embedder, index: new FaceIndex(dimensions, kinds), place: CHANGES_START },
      ...{ usedAt: 0, searches: 0, tail: Promise.resolve(), dropped: false },
    };
    this.entries.set(id, entry);
    return entry;
  }

  /** @returns false when the event is erased. */
  private async catchUp(entry: Entry, { id }: EventFacts): Promise<boolean> {
    for (let again = false; ;) {
      const page = await this.changes.findPage(id, entry.embedder, entry.place);
      if (page === 'erased') this.forget(id);
      if (entry.dropped || page === 'erased') return false;
      if (page === 'too-old') {
        entry.index.clear();
        entry.place = CHANGES_START;
        continue;
      }
      if (page.changes.length > 0) {
        const applied = await this.keys.with(id, async (key) => {
          const unreadable = await apply(entry, page.changes, key.opening);
          return { unreadable, revision: key.revision };
        });
        if (!applied) this.forget(id); // erased since the page was read
        else if (applied.unreadable.length > 0 && !again) {
          again = true; // sealed anew since the page, or the key, was read
          continue;
        } else await repairFaces(id, applied, this);
        again = false;
      }
      if (entry.dropped) return false;
      entry.place = page.place;
      this.makeRoom();
      if (page.complete) return true;
    }
  }

  private forgetIdle(): void {
    const now = this.clock.now().getTime();
    for (const [id, { searches, usedAt }] of this.entries)
      if (searches === 0 && now - usedAt > IDLE_MS) this.forget(id);
  }

  /** Whoever was not searched for longest goes first. The event that was searched last stays, however large it is. */
  private makeRoom(): void {
    let bytes = 0;
    for (const { index } of this.entries.values()) bytes += index.bytes;
    const oldestFirst = [...this.entries].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [id, { searches, index }] of oldestFirst.slice(0, -1)) {
      if (bytes <= this.env.FACE_INDEX_MB * MEGABYTE) return;
      if (searches > 0) continue;
      bytes -= index.bytes;
      this.forget(id);
    }
  }
}

/** Done twice is done once: a page that failed half-way is read again. @returns faces whose embeddings do not open */
async function apply(
  entry: Entry,
  changes: readonly FaceChange[],
  keys: OneOrMore,
): Promise<UnreadableFace[]> {
  const unreadable: UnreadableFace[] = [];
  let opened = 0;
  for (const { id, gone, personId, photoId, quality, embedding } of changes) {
    if (gone || photoId === null || quality === null) entry.index.delete(id);
    else if (!embedding) {
      if (entry.index.has(id)) entry.index.set(id, personId);
    } else {
      const vector = tryOpenEmbedding(keys, embedding, { faceId: id, model: entry.embedder });
      if (vector) {
        entry.index.set(id, personId, { embedding: vector, photoId, quality });
        vector.fill(0);
      } else {
        entry.index.delete(id);
        unreadable.push({ id, embedding });
      }
      if (++opened % FACES_PER_TURN === 0) await pause();
      if (entry.dropped) break;
    }
  }
  return unreadable;
}
