/** @module The audit log: lines written once, lines that count an hour, pages for administrators, and their end. */
import { randomUUID } from 'node:crypto';
import {
  auditActionSchema,
  auditDetailSchema,
  type AuditAction,
  type AuditActor,
  type AuditDetail,
  type AuditFilter,
} from '@visage/contracts/audit.contract';
import type { Database } from '../client/database.client.js';
import type { Prisma, AuditLine } from '../generated/client.js';

/** What somebody did. */
export interface AuditDeed {
  actor: AuditActor;
  actorId: string | null;
  action: AuditAction;
  eventId?: string | null;
  subjectId?: string | null;
  detail?: AuditDetail;
}

/** A deed done `count` times until `at`, all of them within the hour of `at`. */
export interface AuditTally extends Omit<AuditDeed, 'detail'> {
  count: number;
  at: Date;
}

export interface AuditRecord extends Required<Omit<AuditDeed, 'eventId' | 'subjectId'>> {
  id: string;
  at: Date;
  lastAt: Date;
  count: number;
  actorName: string | null;
  eventId: string | null;
  eventName: string | null;
  subjectId: string | null;
}

export interface AuditRecordPage {
  lines: AuditRecord[];
  nextCursor: string | null;
}

const HOUR_MS = 60 * 60_000;

export class AuditRepository {
  constructor(private readonly database: Database) {}

  write(deed: AuditDeed, at: Date): Promise<void> {
    return byKnownActor(this.database.prisma, deed, (tx, known) => writeLine(tx, known, at));
  }

  /** Adds to the line of the same actor, action, event, subject and hour, whichever process began it. */
  add(tally: AuditTally): Promise<void> {
    return byKnownActor(this.database.prisma, tally, addTally);
  }

  /** Newest first, by when a line began. A cursor that is none of ours starts from the newest. */
  async page(
    filter: AuditFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<AuditRecordPage> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const rows = await this.database.prisma.auditLine.findMany({
      where: { AND: [whereOf(filter), after ? olderThan(after) : {}] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      lines: await this.named(shown),
      nextCursor: rows.length > limit && last ? writeCursor(last) : null,
    };
  }

  /** The lines stay, without where they came from. */
  async forgetAddressesBefore(moment: Date): Promise<void> {
    await this.database.prisma.$executeRaw`
      update "AuditLine" set detail = detail - 'address' where detail ? 'address' and "lastAt" < ${moment}`;
  }

  /** @returns how many went. */
  async removeBefore(moment: Date): Promise<number> {
    const { count } = await this.database.prisma.auditLine.deleteMany({ where: { lastAt: { lt: moment } } });
    return count;
  }

  /** Names are read when the log is, so that it holds none of what was erased since. */
  private async named(rows: AuditLine[]): Promise<AuditRecord[]> {
    const idsOf = (actor: AuditActor): string[] => [
      ...new Set(rows.flatMap((row) => (row.actor === actor && row.actorId !== null ? [row.actorId] : []))),
    ];
    const eventIds = [...new Set(rows.flatMap((row) => row.eventId ?? []))];
    const { prisma } = this.database;
    const [users, guests, shares, codes, events] = await Promise.all([
      prisma.user.findMany({ where: { id: { in: idsOf('user') } }, select: { id: true, email: true } }),
      prisma.guest.findMany({ where: { id: { in: idsOf('guest') } }, select: { id: true, name: true } }),
      prisma.share.findMany({ where: { id: { in: idsOf('link') } }, select: { id: true, name: true } }),
      prisma.shareCode.findMany({ where: { id: { in: idsOf('link') } }, select: { id: true, label: true } }),
      prisma.event.findMany({
        where: { id: { in: eventIds }, erasedAt: null },
        select: { id: true, name: true },
      }),
    ]);
    const actors = new Map<string, string | null>([
      ...users.map(({ id, email }) => [id, email] as const),
      ...guests.map(({ id, name }) => [id, name] as const),
      ...shares.map(({ id, name }) => [id, name] as const),
      ...codes.map(({ id, label }) => [id, label] as const),
    ]);
    const eventNames = new Map(events.map(({ id, name }) => [id, name]));
    return rows.map(({ tallyKey: _, action, detail, ...row }) => ({
      ...row,
      action: auditActionSchema.parse(action),
      detail: auditDetailSchema.parse(detail),
      actorName: row.actorId === null ? null : (actors.get(row.actorId) ?? null),
      eventName: row.eventId === null ? null : (eventNames.get(row.eventId) ?? null),
    }));
  }
}

/**
 * A guest who was forgotten meanwhile, by another gateway perhaps, is nobody's id any more. Who forgets one waits for lines under
 * way, and they for them.
 */
async function byKnownActor<T extends Pick<AuditDeed, 'actor' | 'actorId'>>(
  prisma: Database['prisma'],
  deed: T,
  write: (tx: Prisma.TransactionClient, deed: T) => Promise<void>,
): Promise<void> {
  if (deed.actor !== 'guest' || deed.actorId === null) return write(prisma, deed);
  await prisma.$transaction(async (tx) => {
    const known = await tx.$queryRaw<unknown[]>`
      select 1 from "Guest" where id = ${deed.actorId}::uuid for key share`;
    await write(tx, known.length > 0 ? deed : { ...deed, actorId: null });
  });
}

async function addTally(tx: Prisma.TransactionClient, tally: AuditTally): Promise<void> {
  const { actor, actorId, action, eventId = null, subjectId = null, count, at } = tally;
  const hour = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS).toISOString();
  const tallyKey = [actor, actorId, action, eventId, subjectId, hour].join(' ');
  await tx.$executeRaw`
    insert into "AuditLine" (id, at, "lastAt", count, actor, "actorId", action, "eventId", "subjectId", "tallyKey")
    values (${randomUUID()}::uuid, ${at}, ${at}, ${count}, ${actor}::"AuditActor", ${actorId}::uuid, ${action},
      ${eventId}::uuid, ${subjectId}, ${tallyKey})
    on conflict ("tallyKey") do update set count = "AuditLine".count + excluded.count,
      "lastAt" = greatest("AuditLine"."lastAt", excluded."lastAt")`;
}

/** Lines by guests, or about them, say no more who it was. @returns how many did */
export function stripGuests(tx: Prisma.TransactionClient, guestIds: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    update "AuditLine" set "tallyKey" = null,
      "actorId" = case when "actorId" = any(${[...guestIds]}::uuid[]) then null else "actorId" end,
      "subjectId" = case when "subjectId" = any(${[...guestIds]}::text[]) then null else "subjectId" end
    where "actorId" = any(${[...guestIds]}::uuid[]) or "subjectId" = any(${[...guestIds]}::text[])`;
}

/** Also in a transaction, so that what was done has its line or was not done. */
export async function writeLine(
  prisma: Pick<Prisma.TransactionClient, 'auditLine'>,
  { detail = {}, ...deed }: AuditDeed,
  at: Date,
): Promise<void> {
  await prisma.auditLine.create({ data: { ...deed, detail, at, lastAt: at } });
}

function whereOf({ actor, actorId, action, eventId, from, until }: AuditFilter): Prisma.AuditLineWhereInput {
  return {
    ...(actor && { actor }),
    ...(actorId && { actorId }),
    ...(action && { action }),
    ...(eventId && { eventId }),
    ...(from && { lastAt: { gte: new Date(from) } }),
    ...(until && { at: { lte: new Date(until) } }),
  };
}

function olderThan({ at, id }: AuditCursor): Prisma.AuditLineWhereInput {
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}

/** Where a page ended: time and id of its last line, as an opaque string. */
interface AuditCursor {
  at: Date;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function writeCursor({ at, id }: AuditCursor): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

/** Null when the text is no cursor of ours. */
function readCursor(text: string): AuditCursor | null {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split('.');
  if (!/^\d{1,15}$/.test(time) || !UUID.test(id)) return null;
  return { at: new Date(Number(time)), id };
}
