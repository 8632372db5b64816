/**
 * @module Where an event takes place, as far as clocks know: times of photos that tell no zone are times there. Somebody chose
 * it, or it is guessed from the photos that tell one.
 */
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { lockPhotosAndEvent } from './event.lock.js';

export interface EventZoneRecord {
  /** A name of the IANA database, or an offset like `+02:00`; null = nobody chose one. */
  chosen: string | null;
  guessed: string;
}

const OFFSET = /[+-]\d{2}:\d{2}$/;
/** PostgreSQL's code for a zone that it does not know. */
const INVALID_PARAMETER = '22023';

export class EventZoneRepository {
  constructor(private readonly database: Database) {}

  async find(eventId: string): Promise<EventZoneRecord | null> {
    const row = await this.database.prisma.event.findUnique({
      where: { id: eventId },
      select: { zone: true, guessedZone: true },
    });
    return row && { chosen: row.zone, guessed: row.guessedZone };
  }

  /** Whether the database, which dates photos, knows a zone of this name. */
  async isKnown(zone: string): Promise<boolean> {
    if (/^[+-]/.test(zone)) return /^[+-](0\d|1[0-4]):[0-5]\d$/.test(zone);
    if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
    try {
      await this.database.prisma.$queryRaw`select '2026-01-01'::timestamp at time zone ${zone}`;
      return true;
    } catch (error) {
      if (
        error instanceof Prisma.PrismaClientKnownRequestError &&
        JSON.stringify(error.meta).includes(INVALID_PARAMETER)
      )
        return false;
      throw error;
    }
  }

  /** @param zone that the database knows; null = as guessed. @returns false when it was that already. */
  async choose(eventId: string, zone: string | null): Promise<boolean> {
    return this.change(eventId, async (tx) => {
      const { count } = await tx.event.updateMany({
        where: {
          id: eventId,
          OR: zone === null ? [{ zone: { not: null } }] : [{ zone: null }, { zone: { not: zone } }],
        },
        data: { zone },
      });
      return count > 0;
    });
  }

  /**
   * After a photo was read that says `takenAt`: the zone that most photos tell is the event's, until somebody chooses one. On a
   * draw it stays as it is.
   */
  async consider(eventId: string, takenAt: string | null | undefined): Promise<void> {
    const [offset] = OFFSET.exec(takenAt ?? '') ?? [];
    const zone = offset === undefined ? null : await this.find(eventId);
    if (!zone || zone.guessed === offset) return;
    const told = await this.database.prisma.$queryRaw<{ zone: string; photos: number }[]>`
      select substring("clockTime" from '[+-][0-9]{2}:[0-9]{2}$') as zone, count(*)::int as photos from "Photo"
      where "eventId" = ${eventId}::uuid and "clockTime" ~ '[+-][0-9]{2}:[0-9]{2}$' and "deletedAt" is null
      group by 1 order by photos desc, zone`;
    const [most] = told;
    const now = told.find((one) => one.zone === zone.guessed)?.photos ?? 0;
    if (!most || most.photos <= now) return;
    const guessedZone = most.zone;
    await this.change(eventId, async (tx) => {
      const { count } = await tx.event.updateMany({
        where: { id: eventId, guessedZone: { not: guessedZone } },
        data: { guessedZone },
      });
      return count > 0;
    });
  }

  /** Photos are dated anew if `work` says so: those whose clocks told no zone, or none that people there would read. */
  private change(
    eventId: string,
    work: (tx: Prisma.TransactionClient) => Promise<boolean>,
  ): Promise<boolean> {
    return this.database.prisma.$transaction(
      async (tx) => {
        await lockPhotosAndEvent(tx, eventId);
        if (!(await work(tx))) return false;
        await tx.$executeRaw`
          update "Photo" set "clockTime" = "clockTime"
          where "eventId" = ${eventId}::uuid and "clockTime" !~ '[+-][0-9]{2}:[0-9]{2}$'`;
        return true;
      },
      { maxWait: 10_000, timeout: 120_000 },
    );
  }
}
