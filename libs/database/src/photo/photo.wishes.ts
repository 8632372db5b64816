/**
 * @module What people in photos wish about being shown, for queries: see access.wish.ts of libs/access. Grouping leaves faces
 * that are nobody's, so a face without a person says something only until grouping is through.
 */
import type { VisitorScope } from '@visage/access/access.filter';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';

/** The `PhotoWishes` of the photo `p` of the event `e`. */
export const PHOTO_WISHES = Prisma.sql`json_build_object(
  'withheld', coalesce((
    select json_agg(json_build_object('personId', h.id, 'seesOwn', h."seesOwn"))
    from "Face" f join "Person" h on h.id = f."personId" where f."photoId" = p.id and h.appearance = 'withheld'
  ), '[]'),
  'unknown', case
    when not exists (select 1 from "Person" h where h."eventId" = e.id and h.appearance <> 'open') then false
    when p."embeddedAt" is null then true
    else e."facesRevision" > e."groupedRevision"
      and exists (select 1 from "Face" f where f."photoId" = p.id and f."personId" is null)
  end,
  'blurred', exists (
    select 1 from "Face" f join "Person" h on h.id = f."personId" where f."photoId" = p.id and h.appearance = 'blurred'
  ),
  'unblurred', exists (
    select 1 from "Face" f join "Person" h on h.id = f."personId"
    where f."photoId" = p.id and h.appearance = 'blurred' and not f.blurred
  )
)`;

/** Of an event, at the moment it is asked. */
export interface EventWishes {
  withheld: readonly { id: string; seesOwn: boolean }[];
  blurredIds: readonly string[];
  /** Some faces are not known to be somebody's, or nobody's, yet. */
  groupingDue: boolean;
}

export async function findEventWishes(
  { prisma }: Pick<Database, 'prisma'>,
  eventId: string,
): Promise<EventWishes> {
  const [found] = await prisma.$queryRaw<EventWishes[]>`
    select e."facesRevision" > e."groupedRevision" as "groupingDue",
      coalesce(json_agg(json_build_object('id', h.id, 'seesOwn', h."seesOwn")) filter (where h.appearance = 'withheld'), '[]') as withheld,
      coalesce(array_agg(h.id) filter (where h.appearance = 'blurred'), '{}') as "blurredIds"
    from "Event" e left join "Person" h on h."eventId" = e.id and h.appearance <> 'open'
    where e.id = ${eventId}::uuid group by e.id`;
  return found ?? { withheld: [], blurredIds: [], groupingDue: false };
}

/** Those that `keptFromVisitor` of libs/access lets a visitor see. */
export function notKeptFrom(
  { withheld, blurredIds, groupingDue }: EventWishes,
  scope: VisitorScope,
): Prisma.PhotoWhereInput[] {
  if (withheld.length + blurredIds.length === 0) return [];
  return [
    { faces: { none: { personId: { in: withheldFrom(withheld, scope) } } } },
    { faces: { none: { personId: { in: [...blurredIds] }, blurred: false } } },
    { embeddedAt: { not: null } },
    ...(groupingDue ? [{ faces: { none: { personId: null } } }] : []),
  ];
}

/** Those that show somebody who is withheld from the visitor. */
export function withheldPhotos({ withheld }: EventWishes, scope: VisitorScope): Prisma.PhotoWhereInput {
  return { faces: { some: { personId: { in: withheldFrom(withheld, scope) } } } };
}

const withheldFrom = (withheld: EventWishes['withheld'], { selves }: VisitorScope): string[] =>
  withheld.flatMap(({ id, seesOwn }) => (seesOwn && selves.includes(id) ? [] : [id]));
