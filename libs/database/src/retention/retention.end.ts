/**
 * @module When the faces and photos of an event end. Days count from the event's day; of an event without one, from the day on
 * which its newest photo came; of one that was made later than that, from the day on which it was made. All of them are days of the
 * event's zone. And nothing ends within three days after its organizer was told so, however long this server was switched off.
 */
import { NOTICE_DAYS, type RetainedKind } from '@visage/contracts/retention.contract';
import { Prisma } from '../generated/client.js';

const LAST_NOTICE_DAYS = Math.min(...NOTICE_DAYS);

/** The last day of what is kept so many days, of `counted`; null where there is no end. */
const lastDayOf = (what: RetainedKind, days: Prisma.Sql): Prisma.Sql => Prisma.sql`
  case when ${days} is not null then greatest(counted.day + ${days}, (
    select wall_of(coalesce(max(n.at), counted.now) + make_interval(days => ${LAST_NOTICE_DAYS}), counted.zone)::date
    from "RetentionNotice" n where n."eventId" = e.id and n.what = ${what}::"RetainedKind"
      and n."daysBefore" = ${LAST_NOTICE_DAYS} and n."lastDay" >= counted.day + ${days}
  )) end`;

/**
 * A row for the event `e`: its zone and the day there is at `now`, and the last day of its faces and of its photos. Faces end with
 * their photos at the latest; of those that have ended it is the day before.
 */
export const lastDays = (now: Date): Prisma.Sql => Prisma.sql`
  select zone, today, "photosLastDay", coalesce(
      wall_of(e."facesEndedAt", zone)::date - 1, least("facesLastDay", "photosLastDay")) as "facesLastDay"
  from (
    select counted.zone, wall_of(counted.now, counted.zone)::date as today,
      ${lastDayOf('faces', Prisma.sql`e."facesDays"`)} as "facesLastDay",
      ${lastDayOf('photos', Prisma.sql`e."photosDays"`)} as "photosLastDay"
    from (
      select placed.zone, placed.now, greatest(
        wall_of(e."keptFrom", placed.zone)::date,
        coalesce(e.date, (
          select wall_of(max(p."createdAt"), placed.zone)::date from "Photo" p where p."eventId" = e.id
        ))
      ) as day
      from (select coalesce(e.zone, e."guessedZone") as zone, ${now}::timestamptz as now) placed
    ) counted
  ) days`;

/** A `date` column arrives as midnight UTC. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
