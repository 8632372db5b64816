/** @module How long events are kept: asked, changed, said to their organizers in time, and what is over. */
import { randomUUID } from 'node:crypto';
import { NOTICE_DAYS, type RetainedKind } from '@visage/contracts/retention.contract';
import { writeLine } from '../audit/audit.repository.js';
import type { Database } from '../client/database.client.js';
import { lockEvent } from '../event/event.lock.js';
import { Prisma } from '../generated/client.js';
import { dayOf, lastDays } from './retention.end.js';

export interface RetentionRecord {
  facesDays: number;
  photosDays: number | null;
  /** ISO 8601 days. */
  facesLastDay: string;
  photosLastDay: string | null;
  facesEndedAt: Date | null;
  notices: { what: RetainedKind; lastDay: string }[];
}

export interface RetentionDays {
  facesDays: number;
  photosDays: number | null;
}

interface RetentionRow extends RetentionDays {
  facesLastDay: Date;
  photosLastDay: Date | null;
  facesEndedAt: Date | null;
}

export class RetentionRepository {
  constructor(private readonly database: Database) {}

  /** Null when the event is gone. */
  async find(eventId: string, now: Date): Promise<RetentionRecord | null> {
    const [row] = await this.database.prisma.$queryRaw<RetentionRow[]>`
      select e."facesDays", e."photosDays", e."facesEndedAt", d."facesLastDay", d."photosLastDay"
      from "Event" e cross join lateral (${lastDays(now)}) d
      where e.id = ${eventId}::uuid and e."erasedAt" is null`;
    if (!row) return null;
    const record = {
      ...row,
      facesLastDay: dayOf(row.facesLastDay),
      photosLastDay: row.photosLastDay && dayOf(row.photosLastDay),
    };
    return { ...record, notices: await this.unread(eventId, record) };
  }

  /** Those that tell of an end as it is by now. */
  private async unread(
    eventId: string,
    { facesEndedAt, facesLastDay, photosLastDay }: Omit<RetentionRecord, 'notices'>,
  ): Promise<RetentionRecord['notices']> {
    const unread = await this.database.prisma.retentionNotice.findMany({
      where: { eventId, readAt: null },
      distinct: ['what', 'lastDay'],
      orderBy: [{ lastDay: 'asc' }, { what: 'asc' }],
    });
    const ends = { faces: facesEndedAt === null ? facesLastDay : null, photos: photosLastDay };
    return unread
      .map(({ what, lastDay }) => ({ what, lastDay: dayOf(lastDay) }))
      .filter(({ what, lastDay }) => ends[what] === lastDay);
  }

  /**
   * @param mayProlong of faces; else more days than so far are refused
   * @returns what it was before, or `needs-reason`; null when the event is gone.
   */
  change(
    eventId: string,
    days: RetentionDays,
    mayProlong: boolean,
  ): Promise<RetentionDays | 'needs-reason' | null> {
    return this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, eventId);
      const before = await tx.event.findFirst({
        where: { id: eventId, erasedAt: null },
        select: { facesDays: true, photosDays: true },
      });
      if (before && days.facesDays > before.facesDays && !mayProlong) return 'needs-reason';
      if (before) await tx.event.update({ where: { id: eventId }, data: days });
      return before;
    });
  }

  async markRead(eventId: string, at: Date): Promise<void> {
    await this.database.prisma.retentionNotice.updateMany({
      where: { eventId, readAt: null },
      data: { readAt: at },
    });
  }

  /**
   * Writes down which ends are near enough to be told, each once, with its line in the audit log. Of two that are due at once only
   * the later one is told.
   * @returns how many were told now
   */
  async warn(now: Date): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const due = await tx.$queryRaw<
        { eventId: string; what: RetainedKind; daysBefore: number; lastDay: Date }[]
      >`
        select distinct on (e.id, near.what) e.id as "eventId", near.what, days.before as "daysBefore", near."lastDay"
        from "Event" e cross join lateral (${lastDays(now)}) d
          cross join lateral (values
            ('faces', case when e."facesEndedAt" is null and d."facesLastDay" is distinct from d."photosLastDay" then d."facesLastDay" end),
            ('photos', d."photosLastDay")
          ) near (what, "lastDay")
          join unnest(${[...NOTICE_DAYS]}::int[]) days (before) on d.today >= near."lastDay" - days.before
        where e."erasedAt" is null and not exists (
          select 1 from "RetentionNotice" n where n."eventId" = e.id and n.what::text = near.what
            and n."lastDay" = near."lastDay" and n."daysBefore" <= days.before)
        order by e.id, near.what, days.before`;
      let told = 0;
      for (const { eventId, what, daysBefore, lastDay } of due) {
        // another gateway may be telling the same
        const { count } = await tx.retentionNotice.createMany({
          data: { id: randomUUID(), eventId, what, daysBefore, lastDay, at: now },
          skipDuplicates: true,
        });
        if (count === 0) continue;
        told += 1;
        const detail = { what, lastDay: dayOf(lastDay) };
        await writeLine(
          tx,
          { actor: 'nobody', actorId: null, action: 'event.end-announced', eventId, detail },
          now,
        );
      }
      return told;
    }, LONG);
  }

  /** Events whose faces, or whose photos, are over by now. */
  async findOver(now: Date): Promise<{ eventId: string; what: RetainedKind }[]> {
    return this.database.prisma.$queryRaw`
      select e.id as "eventId", case when d."photosLastDay" < d.today then 'photos' else 'faces' end as what
      from "Event" e cross join lateral (${lastDays(now)}) d
      where e."erasedAt" is null
        and (d."photosLastDay" < d.today or (e."facesEndedAt" is null and d."facesLastDay" < d.today))
      order by e.id`;
  }
}

/** Whether what is kept of the event is over, asked by whoever holds its row. */
export async function isOver(
  tx: Prisma.TransactionClient,
  eventId: string,
  what: RetainedKind,
  now: Date,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from "Event" e cross join lateral (${lastDays(now)}) d
    where e.id = ${eventId}::uuid and e."erasedAt" is null
      and ${what === 'faces' ? Prisma.sql`e."facesEndedAt" is null and d."facesLastDay"` : Prisma.sql`d."photosLastDay"`} < d.today`;
  return rows.length > 0;
}

const LONG = { maxWait: 10_000, timeout: 60_000 };
