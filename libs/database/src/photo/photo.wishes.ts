/**
 * @module What people in photos wish about being shown, for queries: see access.wish.ts of libs/access, and the view "FaceWish".
 * Grouping leaves faces that are nobody's, so a face without a person says something only until grouping is through; nor does
 * one before it was held against those who objected and let their face be kept for that. Once the faces of the event have ended,
 * what was wished stays with the photo (`endedWish`, and "ObjectedPhoto" for objections that wait for an answer).
 */
import type { VisitorScope } from '@visage/access/access.filter';
import type { PersonAppearance } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';

/** Of the event `e`: an objection that is not answered counts where the event says so. */
const STANDING = Prisma.sql`(o.state = 'agreed' or o.state = 'waiting' and e."objectionsWithhold")`;

/** Of the event `e`, once its faces have ended: somebody wished something, so photos of which nobody knows whom they show are kept back. */
const WISHED_AT_THE_END = Prisma.sql`(exists (select 1 from "Photo" k where k."eventId" = e.id and k."endedWish" <> 'open')
  or exists (select 1 from "Objection" o where o."eventId" = e.id and ${STANDING}))`;

/** The `PhotoWishes` of the photo `p` of the event `e`. */
export const PHOTO_WISHES = Prisma.sql`json_build_object(
  'withheld', case when p."endedWish" = 'withheld' or e."facesEndedAt" is not null and exists (
      select 1 from "ObjectedPhoto" x join "Objection" o on o.id = x."objectionId" where x."photoId" = p.id and ${STANDING}
    ) then json_build_array(json_build_object('personId', null, 'seesOwn', false)) else coalesce((
    select json_agg(json_build_object('personId', w."personId", 'seesOwn', w."seesOwn"))
    from "FaceWish" w where w."photoId" = p.id and w.appearance = 'withheld'
  ), '[]') end,
  'unknown', case
    when e."facesEndedAt" is not null then p."embeddedAt" is null and ${WISHED_AT_THE_END}
    when not exists (select 1 from "Person" h where h."eventId" = e.id and h.appearance <> 'open')
      and not exists (select 1 from "Objection" o where o."eventId" = e.id and ${STANDING}) then false
    when p."embeddedAt" is null then true
    else e."facesRevision" > e."groupedRevision"
        and exists (select 1 from "Face" f where f."photoId" = p.id and f."personId" is null)
      or exists (select 1 from "Objection" o where o."eventId" = e.id and ${STANDING} and o.embedding is not null)
        and exists (select 1 from "Face" f where f."photoId" = p.id and f."embeddingRevision" > e."recognisedRevision")
  end,
  'blurred', p."endedWish" = 'blurred' or exists (select 1 from "FaceWish" w where w."photoId" = p.id and w.appearance = 'blurred'),
  'unblurred', p."endedWish" = 'blurred' and not exists (select 1 from "BlurredPhoto" b where b."photoId" = p.id) or exists (
    select 1 from "FaceWish" w join "Face" f on f.id = w."faceId"
    where w."photoId" = p.id and w.appearance = 'blurred' and not f.blurred
  )
)`;

/** Of the event's row: what visitors are shown has changed with what somebody wishes. */
export const WISH_NOTED = { wishRevision: { increment: 1 } } satisfies Prisma.EventUpdateInput;

export async function noteWish(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
  await tx.event.update({ where: { id: eventId }, data: WISH_NOTED });
}

/** Of an event, at the moment it is asked. */
export interface EventWishes {
  /** Somebody wishes something: photos of which nobody knows whom they show are kept back. */
  any: boolean;
  people: readonly { id: string; appearance: PersonAppearance; seesOwn: boolean }[];
  /** Of objections. */
  faces: readonly { id: string; appearance: PersonAppearance }[];
  /** Some faces are not known to be somebody's, or nobody's, yet. */
  groupingDue: boolean;
  /** The faces have ended: photos themselves say what was wished. */
  ended: boolean;
  /** Faces are held against those who objected up to here; null = nobody let their face be kept for that. */
  heldUpTo: number | null;
}

export const NO_EVENT_WISHES: EventWishes = {
  ...{ any: false, people: [], faces: [], groupingDue: false, ended: false, heldUpTo: null },
};

export async function findEventWishes(
  { prisma }: Pick<Database, 'prisma'>,
  eventId: string,
): Promise<EventWishes> {
  const [found] = await prisma.$queryRaw<(Omit<EventWishes, 'any'> & { objected: boolean })[]>`
    select e."facesRevision" > e."groupedRevision" as "groupingDue", e."facesEndedAt" is not null as ended,
      coalesce((
        select json_agg(json_build_object('id', h.id, 'appearance', h.appearance, 'seesOwn', h."seesOwn")) from (
          select id, appearance, "seesOwn" from "Person" where "eventId" = e.id and appearance <> 'open'
          union
          select m."personId", 'withheld', false
          from "Objection" o join "ObjectedFace" x on x."objectionId" = o.id join "Face" m on m.id = x."faceId"
          where o."eventId" = e.id and o.state = 'waiting' and e."objectionsWithhold" and m."personId" is not null
        ) h
      ), '[]') as people,
      coalesce((
        select json_agg(json_build_object('id', x."faceId",
          'appearance', case when o.state = 'waiting' then 'withheld' else o.wish end))
        from "Objection" o join "ObjectedFace" x on x."objectionId" = o.id where o."eventId" = e.id and ${STANDING}
      ), '[]') as faces,
      exists (select 1 from "Objection" o where o."eventId" = e.id and ${STANDING}) as objected,
      case when exists (select 1 from "Objection" o where o."eventId" = e.id and ${STANDING} and o.embedding is not null)
        then e."recognisedRevision" end as "heldUpTo"
    from "Event" e where e.id = ${eventId}::uuid`;
  if (!found) return NO_EVENT_WISHES;
  const { objected, ...wishes } = found;
  return { ...wishes, any: objected || wishes.people.length > 0 };
}

/** By an objection that is not answered, once the faces have ended. */
const OBJECTED: Prisma.ObjectedPhotoWhereInput = {
  objection: { state: 'waiting', event: { objectionsWithhold: true } },
};

/** All lists of visitors are of photos that are ready, so none is left of which it is not known what was wished. */
const SHOWN_AFTER_THE_END: Prisma.PhotoWhereInput = {
  embeddedAt: { not: null },
  OR: [{ endedWish: 'open' }, { endedWish: 'blurred', blur: { isNot: null } }],
  objections: { none: OBJECTED },
};

/** Those that `keptFromVisitor` of libs/access lets a visitor see. */
export function notKeptFrom(
  { any, people, faces, groupingDue, ended, heldUpTo }: EventWishes,
  scope: VisitorScope,
): Prisma.PhotoWhereInput[] {
  if (ended) return [SHOWN_AFTER_THE_END];
  if (!any) return [];
  const blurred = (list: readonly { id: string; appearance: PersonAppearance }[]): string[] =>
    list.flatMap(({ id, appearance }) => (appearance === 'blurred' ? id : []));
  // nobody in a list is nobody to look for: each of these has all faces of a page looked through
  const noneOf = (ids: readonly string[], face: Prisma.FaceWhereInput): Prisma.PhotoWhereInput[] =>
    ids.length === 0 ? [] : [{ faces: { none: face } }];
  const [withheldPeople, withheldFaces] = withheldFrom({ people, faces }, scope);
  const [blurredPeople, blurredFaces] = [blurred(people), blurred(faces)];
  return [
    ...noneOf(withheldPeople, { personId: { in: withheldPeople } }),
    ...noneOf(withheldFaces, { id: { in: withheldFaces } }),
    ...noneOf(blurredPeople, { personId: { in: blurredPeople }, blurred: false }),
    ...noneOf(blurredFaces, { id: { in: blurredFaces }, blurred: false }),
    { embeddedAt: { not: null } },
    ...(groupingDue ? [{ faces: { none: { personId: null } } }] : []),
    ...(heldUpTo === null ? [] : [{ faces: { none: { embeddingRevision: { gt: heldUpTo } } } }]),
  ];
}

/**
 * Of which photos a visitor is told that some are withheld. Whoever asks with the selfie of somebody withheld is not: that would say
 * that they were there.
 */
export function toldOf({ people }: EventWishes, scope: VisitorScope): VisitorScope {
  if (scope.kind !== 'people') return scope;
  const hidden = new Set(peopleWithheldFrom(people, scope));
  const anyOf = scope.anyOf.map(({ personIds, exceptPhotoIds }) => ({
    personIds: personIds.filter((id) => !hidden.has(id)),
    // a photo alone is theirs by a face that is nobody's, and nobody knows whether by one of those withheld
    ...{ photoIds: [], exceptPhotoIds },
  }));
  return { ...scope, anyOf };
}

/** Those that show somebody who is withheld from the visitor. */
export function withheldPhotos(wishes: EventWishes, scope: VisitorScope): Prisma.PhotoWhereInput {
  if (wishes.ended) return { OR: [{ endedWish: 'withheld' }, { objections: { some: OBJECTED } }] };
  const [people, faces] = withheldFrom(wishes, scope);
  return {
    OR: [{ faces: { some: { personId: { in: people } } } }, { faces: { some: { id: { in: faces } } } }],
  };
}

/** Ids of people, and of faces. */
function withheldFrom(
  { people, faces }: Pick<EventWishes, 'people' | 'faces'>,
  scope: VisitorScope,
): [people: string[], faces: string[]] {
  return [
    peopleWithheldFrom(people, scope),
    faces.flatMap(({ id, appearance }) => (appearance === 'withheld' ? id : [])),
  ];
}

const peopleWithheldFrom = (people: EventWishes['people'], { selves }: VisitorScope): string[] =>
  people.flatMap(({ id, appearance, seesOwn }) =>
    appearance === 'withheld' && !(seesOwn && selves.includes(id)) ? id : [],
  );
