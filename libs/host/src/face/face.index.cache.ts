/**
 * @module The faces of the events that are searched just now, by guests and for those who are looked for, decrypted in memory. Each search first reads what changed
 * since the one before; one at a time does so for an event, so that nobody searches half of a change.
 */
import { setImmediate as pause } from 'node:timers/promises';
import { FaceIndex } from '@visage/clustering/search/face.index';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import { matchProbe, type ProbeMatches } from '@visage/clustering/search/probe.match';
import { tryOpenEmbedding } from '@visage/crypto/embedding.box';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { EventRepository } from '@visage/database/event/event.repository';
import {
  CHANGES_START,
  type ChangePlace,
  type FaceChange,
  type FaceChangeRepository,
} from '@visage/database/face/face-change.repository';
import type { UnreadableFace } from '@visage/database/face/face-repair.repository';
import type { JobLog } from '@visage/queues/job.log';
import { repairFaces, type FaceRepair } from './face.repair.js';
import type { EventKeys } from '../keys/event.keys.js';
import { inSlices } from '../sliced.work.js';

export interface FaceIndexParts extends FaceRepair {
  changes: Pick<FaceChangeRepository, 'findPage'>;
  events: Pick<EventRepository, 'findSearchable'>;
  keys: Pick<EventKeys, 'with'>;
  log: Pick<JobLog, 'error' | 'warn'>;
  /** Of opened faces, over all events but the one that was searched last. */
  megabytes: number;
}

export type SearchedEvent = Pick<EventFacts, 'id' | 'embedder'>;

export interface FaceSearch {
  probe: Float32Array;
  /** The embedder's, from the manifest; what an event of this size asks follows from it. */
  threshold: number;
  /** Of the embedder. */
  dimensions: number;
  kinds?: FaceKinds | undefined;
  /** Nobody looks at what is found: see MatchOptions. */
  surely?: boolean;
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
/** How long an event that another process erased may stay in this one's memory. */
const LOOK_MS = 10_000;
/** Decrypting one takes about 10 microseconds; in between, other requests are answered. */
const FACES_PER_TURN = 500;
const MEGABYTE = 1024 * 1024;
const NOBODY: ProbeMatches = { matches: [], ambiguous: false };

export class FaceIndexCache {
  private readonly entries = new Map<string, Entry>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: FaceIndexParts) {}

  /** From now on what others erased leaves this memory, too. */
  watch(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** The vectors leave the memory. */
  close(): void {
    clearInterval(this.timer);
    for (const eventId of [...this.entries.keys()]) this.forget(eventId);
  }

  /** Whose faces the probe is like, as of now; nobody's once the event is erased. */
  async search(
    event: SearchedEvent,
    { probe, threshold, surely, ...scale }: FaceSearch,
  ): Promise<ProbeMatches> {
    this.forgetIdle();
    const entry = this.entryOf(event, scale);
    entry.searches += 1;
    entry.usedAt = this.parts.clock.now().getTime();
    const work = entry.tail.then(async () => {
      if (!(await this.catchUp(entry, event))) return NOBODY;
      return inSlices(matchProbe(entry.index, probe, { threshold, surely }));
    });
    entry.tail = work.catch(() => undefined);
    try {
      return await work;
    } finally {
      entry.searches -= 1;
      entry.usedAt = this.parts.clock.now().getTime();
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

  /** Forgets what nobody searches any more, and what another process erased, or ended. */
  async look(): Promise<void> {
    this.forgetIdle();
    const held = [...this.entries.keys()];
    if (held.length === 0) return;
    try {
      const searchable = new Set(await this.parts.events.findSearchable(held));
      for (const eventId of held) if (!searchable.has(eventId)) this.forget(eventId);
    } catch (err) {
      this.parts.log.warn(
        { err },
        'whether searched events were erased, or their faces, could not be asked; the next look asks again',
      );
    }
  }

  private entryOf(
    { id, embedder }: SearchedEvent,
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
  private async catchUp(entry: Entry, { id }: SearchedEvent): Promise<boolean> {
    for (let again = false; ;) {
      const page = await this.parts.changes.findPage(id, entry.embedder, entry.place);
      if (page === 'erased') this.forget(id);
      if (entry.dropped || page === 'erased') return false;
      if (page === 'too-old') {
        entry.index.clear();
        entry.place = CHANGES_START;
        continue;
      }
      if (page.changes.length > 0) {
        const applied = await this.parts.keys.with(id, async (key) => {
          const unreadable = await apply(entry, page.changes, key.opening);
          return { unreadable, revision: key.revision };
        });
        if (!applied) this.forget(id); // erased since the page was read
        else if (applied.unreadable.length > 0 && !again) {
          again = true; // sealed anew since the page, or the key, was read
          continue;
        } else await repairFaces(id, applied, this.parts);
        again = false;
      }
      if (entry.dropped) return false;
      entry.place = page.place;
      this.makeRoom();
      if (page.complete) return true;
    }
  }

  private forgetIdle(): void {
    const now = this.parts.clock.now().getTime();
    for (const [id, { searches, usedAt }] of this.entries)
      if (searches === 0 && now - usedAt > IDLE_MS) this.forget(id);
  }

  /** Whoever was not searched for longest goes first. The event that was searched last stays, however large it is. */
  private makeRoom(): void {
    let bytes = 0;
    for (const { index } of this.entries.values()) bytes += index.bytes;
    const oldestFirst = [...this.entries].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [id, { searches, index }] of oldestFirst.slice(0, -1)) {
      if (bytes <= this.parts.megabytes * MEGABYTE) return;
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
