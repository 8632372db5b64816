/** @module Events as their organizers see them, with their progress. */
import type { EventProgress } from '@visage/contracts/event.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { COUNTED, EventCountRepository, type EventCounts } from './event-count.repository.js';

export interface ListedEvent {
  id: string;
  ownerId: string;
  ownerName: string;
  name: string;
  /** ISO 8601 day. */
  date: string | null;
  /** `#rrggbb`, or null for the colour of the house. */
  accent: string | null;
  embedder: string;
  holdPhotos: boolean;
  /** Its photos are. */
  encrypted: boolean;
  createdAt: Date;
  progress: EventProgress;
}

/** For administrators. */
export interface ManagedEventRow {
  id: string;
  name: string;
  date: string | null;
  createdAt: Date;
  deletedAt: Date | null;
  ownerName: string;
  ownerEmail: string;
  photos: number;
  failed: number;
  pending: number;
  /** Of the originals. */
  bytes: number;
}

/** What a request needs to know of the event it is about. */
export interface EventFacts {
  id: string;
  ownerId: string;
  name: string;
  date: string | null;
  accent: string | null;
  embedder: string;
  /** Null only in the moment of erasing. */
}

export class EventListing {
  private readonly counts: EventCountRepository;

  constructor(private readonly database: Database) {
    this.counts = new EventCountRepository(database);
  }

  /** Newest first: those of an owner and those with these ids, or everybody's. Erased events are not listed. */
  list(of: { ownerId: string; ids: readonly string[] } | 'everybody'): Promise<ListedEvent[]> {
    if (of === 'everybody') return this.query(Prisma.sql`true`);
    return this.query(Prisma.sql`(e."ownerId" = ${of.ownerId}::uuid or e.id = any(${of.ids}::uuid[]))`);
  }

  async find(eventId: string): Promise<ListedEvent | null> {
    return (await this.query(Prisma.sql`e.id = ${eventId}::uuid`))[0] ?? null;
  }

  /** Of everybody, those in the trash included; newest first. */
  async listManaged(): Promise<ManagedEventRow[]> {
    const rows = await this.database.prisma.$queryRaw<
      (Omit<ManagedEventRow, 'date'> & { date: Date | null; rows: number })[]
    >`
      select e.id, e.name, e.date, e."createdAt", e."deletedAt", u.name as "ownerName", u.email as "ownerEmail", c.rows, c.bytes,
        c.photos + c.trashed as photos, c.failed + c."trashedFailed" as failed,
        c.photos - c.done - c.failed + c.trashed - c."trashedDone" - c."trashedFailed" as pending
      from "Event" e join "User" u on u.id = e."ownerId" cross join lateral (${COUNTED}) c
      where e."erasedAt" is null
      order by e."createdAt" desc, e.id desc`;
    await this.counts.foldLong(rows);
    return rows.map(({ rows: _, ...row }) => ({ ...row, date: dayOf(row.date) }));
  }

  /** Without the counts, so cheap enough for every request. @param trashed of an event in the trash, and of no other. */
  async facts(eventId: string, { trashed = false } = {}): Promise<EventFacts | null> {
    const row = await this.database.prisma.event.findFirst({
      where: { id: eventId, erasedAt: null, deletedAt: trashed ? { not: null } : null },
    });
    return row && { ...row, date: dayOf(row.date) };
  }

  /** Whether visitors may come to see one: in the trash, or waiting for approval, are none. */
  async hasPhotos(eventId: string): Promise<boolean> {
    const photo = await this.database.prisma.photo.findFirst({
      where: { eventId, deletedAt: null, heldAt: null },
      select: { id: true },
    });
    return photo !== null;
  }

  /** Events whose files may still have to be removed. */
  async erasedIds(): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { erasedAt: { not: null } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  /** Living events by the name of their embedder. */
  async countByEmbedder(): Promise<Map<string, number>> {
    const rows = await this.database.prisma.event.groupBy({
      by: ['embedder'],
      where: { erasedAt: null },
      _count: { _all: true },
    });
    return new Map(rows.map((row) => [row.embedder, row._count._all]));
  }

  async progress(eventId: string): Promise<EventProgress | null> {
    return (await this.find(eventId))?.progress ?? null;
  }

  private async query(condition: Prisma.Sql): Promise<ListedEvent[]> {
    const rows = await this.database.prisma.$queryRaw<EventRow[]>`
      select e.id, e."ownerId", u.name as "ownerName", e.name, e.date, e.accent, e.embedder, e."holdPhotos", e."photoKey" is not null as encrypted, e."createdAt",
        c.photos, c.done, c.failed, c.faces, c.people, c.rows, e."groupedRevision" < e."facesRevision" as grouping
      from "Event" e join "User" u on u.id = e."ownerId" cross join lateral (${COUNTED}) c
      where e."erasedAt" is null and e."deletedAt" is null and ${condition}
      order by e."createdAt" desc, e.id desc`;
    await this.counts.foldLong(rows);
    return rows.map(toListedEvent);
  }
}

type EventRow = Omit<ListedEvent, 'date' | 'progress'> &
  Pick<EventCounts, 'photos' | 'done' | 'failed' | 'faces' | 'people'> & {
    date: Date | null;
    grouping: boolean;
    rows: number;
  };

function toListedEvent({
  photos,
  done,
  failed,
  faces,
  people,
  grouping,
  date,
  rows: _,
  ...event
}: EventRow): ListedEvent {
  return {
    ...event,
    date: dayOf(date),
    progress: { photos, done, failed, pending: photos - done - failed, faces, people, grouping },
  };
}

/** A `date` column arrives as midnight UTC. */
function dayOf(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
