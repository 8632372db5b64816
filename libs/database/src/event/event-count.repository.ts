/**
 * @module What an event has, without counting it: the sum of the changes that triggers wrote in the transactions which made
 * them (see the migration `event_counts`). Folding makes one row of many and changes no sum; a recount adds what is missing.
 */
import { withAdvisoryLock } from '../client/advisory.lock.js';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { lockEvent } from './event.lock.js';

export interface EventCounts {
  /** Out of the trash, as are `done` (the state `ready` of photo.state.ts) and `failed`. */
  photos: number;
  done: number;
  failed: number;
  /** In the trash. */
  trashed: number;
  trashedDone: number;
  trashedFailed: number;
  /** In photos that are neither in the trash nor wait for approval, as are people. */
  faces: number;
  people: number;
  /** Of the originals, wherever they are. */
  bytes: number;
}

/** What a recount found to be different, and has mended. */
export interface EventDifference {
  eventId: string;
  /** Empty for an erased event. */
  name: string;
  kept: EventCounts;
  counted: EventCounts;
  /** People whose own numbers of photos and faces were wrong. */
  wrongPeople: number;
}

/** "VISC" in ASCII. */
const COUNT_LOCKS = 0x56495343;
/** A reader adds up so many rows of an event; what is beyond is folded. */
const ROWS_KEPT = 100;

const COLUMNS = [
  ...['photos', 'done', 'failed', 'trashed', 'trashedDone', 'trashedFailed', 'faces', 'people', 'bytes'],
] as (keyof EventCounts)[];

const named = (write: (column: string) => string): Prisma.Sql =>
  Prisma.raw(COLUMNS.map((column) => write(`"${column}"`)).join(', '));

/** The counts of the event `e` as one row, and in `rows` of how many it was added up. */
export const COUNTED = Prisma.sql`
  select ${named((column) => `coalesce(sum(${column}), 0)::float8 as ${column}`)}, count(*)::int as rows
  from "EventCount" where "eventId" = e.id`;

/** The same, counted one by one. */
const RECOUNTED = Prisma.sql`
  select p.*,
    (select count(*)::float8 from "Face" f join "Photo" fp on fp.id = f."photoId"
      where f."eventId" = e.id and fp."deletedAt" is null and fp."heldAt" is null) as faces,
    (select count(*)::float8 from "Person" q where q."eventId" = e.id and exists (
      select 1 from "Face" f join "Photo" fp on fp.id = f."photoId"
      where f."personId" = q.id and fp."deletedAt" is null and fp."heldAt" is null)) as people
  from (
    select (count(*) filter (where own and not gone))::float8 as photos,
      (count(*) filter (where own and not gone and done))::float8 as done,
      (count(*) filter (where own and not gone and failed))::float8 as failed,
      (count(*) filter (where own and gone))::float8 as trashed,
      (count(*) filter (where own and gone and done))::float8 as "trashedDone",
      (count(*) filter (where own and gone and failed))::float8 as "trashedFailed",
      coalesce(sum(bytes), 0)::float8 as bytes
    from (
      select bytes, "rawOf" is null as own, "deletedAt" is not null as gone, "failedAt" is not null as failed,
        "failedAt" is null and "ingestedAt" is not null and "detectedAt" is not null and "embeddedAt" is not null as done
      from "Photo" where "eventId" = e.id
    ) stamped
  ) p`;

/** People whose numbers of photos and faces are not those of their faces, and the right ones. */
const WRONG_PEOPLE = Prisma.sql`
  select q.id, q."eventId", shown.photos, shown.faces
  from "Person" q cross join lateral (
    select count(distinct f."photoId")::int as photos, count(*)::int as faces
    from "Face" f join "Photo" p on p.id = f."photoId"
    where f."personId" = q.id and p."deletedAt" is null and p."heldAt" is null
  ) shown
  where (q."shownPhotos", q."shownFaces") <> (shown.photos, shown.faces)`;

export class EventCountRepository {
  constructor(private readonly database: Database) {}

  /** Folds those of the events that were added up of many rows. */
  async foldLong(events: readonly { id: string; rows: number }[]): Promise<void> {
    const ids = events.filter(({ rows }) => rows > ROWS_KEPT).map(({ id }) => id);
    if (ids.length > 0) await this.fold(ids);
  }

  /** Those of all events whose changes nobody has read lately. */
  async foldAll(): Promise<void> {
    const long = await this.database.prisma.$queryRaw<{ id: string }[]>`
      select "eventId" as id from "EventCount" group by "eventId" having count(*) > ${ROWS_KEPT}`;
    for (const { id } of long) await this.fold([id]);
  }

  /** Nobody who counts waits for it, and it waits for nobody: an event that is being folded or erased is passed over. */
  async fold(eventIds: readonly string[]): Promise<void> {
    await this.database.prisma.$executeRaw`
      with turn as materialized (
        select id from unnest(${eventIds}::uuid[]) as given(id)
        where pg_try_advisory_xact_lock(${COUNT_LOCKS}::int, hashtext(id::text))
      ), folded as (
        delete from "EventCount" where "eventId" in (select id from turn) returning *
      )
      insert into "EventCount" ("eventId", ${named((column) => column)})
      select "eventId", ${named((column) => `sum(${column})`)} from folded
      group by "eventId" having (${named((column) => `sum(${column})`)}) <> (${named(() => '0')})`;
  }

  /** Compares all counts with what is there, and mends them; work goes on meanwhile. Null while another recount runs. */
  async recount(): Promise<EventDifference[] | null> {
    const result = await withAdvisoryLock(this.database, COUNT_LOCKS, 'recount', async () => {
      const wrong = await this.mendPeople();
      const found = await this.mendEvents();
      const silent = [...wrong.keys()].filter((id) => !found.some(({ eventId }) => eventId === id));
      const all = [...found, ...(await this.unchanged(silent))];
      return all.map((difference) => ({
        ...difference,
        wrongPeople: wrong.get(difference.eventId) ?? 0,
      }));
    });
    return result.locked ? result.value : null;
  }

  /** @returns how many were wrong, by event. */
  private async mendPeople(): Promise<Map<string, number>> {
    const { prisma } = this.database;
    const events = await prisma.$queryRaw<{ eventId: string }[]>`
      select distinct "eventId" from (${WRONG_PEOPLE}) wrong`;
    const mended = new Map<string, number>();
    for (const { eventId } of events) {
      const count = await prisma.$transaction(async (tx) => {
        await lockEvent(tx, eventId);
        return tx.$executeRaw`
          update "Person" set "shownPhotos" = wrong.photos, "shownFaces" = wrong.faces
          from (${WRONG_PEOPLE} and q."eventId" = ${eventId}::uuid) wrong where "Person".id = wrong.id`;
      }, LONG);
      if (count > 0) mended.set(eventId, count);
    }
    return mended;
  }

  /** Both are read in one statement, so what is counted meanwhile is in both or in neither. */
  private async mendEvents(): Promise<Omit<EventDifference, 'wrongPeople'>[]> {
    const rows = await this.database.prisma.$queryRaw<DifferenceRow[]>`
      with compared as (
        select e.id as "eventId", e.name, kept.kept, counted.counted
        from "Event" e
          cross join lateral (select to_jsonb(c) - 'rows' as kept from (${COUNTED}) c) kept
          cross join lateral (select to_jsonb(c) as counted from (${RECOUNTED}) c) counted
        where kept.kept <> counted.counted
      ), mended as (
        insert into "EventCount" ("eventId", ${named((column) => column)})
        select "eventId", ${named((column) => `((counted->>${literal(column)})::float8 - (kept->>${literal(column)})::float8)::bigint`)}
        from compared
      )
      select * from compared order by "eventId"`;
    return rows;
  }

  private async unchanged(eventIds: readonly string[]): Promise<Omit<EventDifference, 'wrongPeople'>[]> {
    const rows = await this.database.prisma.$queryRaw<Omit<DifferenceRow, 'counted'>[]>`
      select e.id as "eventId", e.name, to_jsonb(c) - 'rows' as kept
      from "Event" e cross join lateral (${COUNTED}) c where e.id = any(${eventIds}::uuid[])`;
    return rows.map((row) => ({ ...row, counted: row.kept }));
  }
}

/** Ends the counting of an event, in the transaction that has removed all of it; a fold under way is waited for. */
export async function dropCounts(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(${COUNT_LOCKS}::int, hashtext(${eventId}::text))::text`;
  await tx.eventCount.deleteMany({ where: { eventId } });
}

/** A hundred thousand faces are looked at in a few seconds. */
const LONG = { maxWait: 10_000, timeout: 120_000 };

type DifferenceRow = Omit<EventDifference, 'wrongPeople'>;

/** `"trashedDone"` as a text of SQL. */
function literal(column: string): string {
  return column.replaceAll('"', "'");
}
