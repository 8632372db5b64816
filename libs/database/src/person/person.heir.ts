/**
 * @module Somebody ends and is another person from then on: guests who were recognised as them, links that show them, and
 * what was said of them go on with whom they become.
 */
import { z } from 'zod';
import { moveFaces } from '../face/face-change.repository.js';
import type { Prisma } from '../generated/client.js';

/** What followed, and how it was before; what nobody has changed since can go back. */
export const followedSchema = z.object({
  guests: z.array(
    z.object({
      id: z.string(),
      /** Of the selfie; ISO 8601. */
      identifiedAt: z.string().nullable(),
      before: z.array(z.string()),
      after: z.array(z.string()),
    }),
  ),
  shares: z.array(z.object({ id: z.string(), before: z.string(), after: z.string() })),
});
export type Followed = z.infer<typeof followedSchema>;

interface RecognisedGuest {
  id: string;
  identifiedAt: Date | null;
  personIds: string[];
  /** People who the guest says they are not, whoever these become. */
  strangerIds: string[];
}

/**
 * Each face is now the person's in the same place. Who has none left ends, and is from then on whom most of theirs are.
 * @param follows `corrections`: only what was said of them goes on. Grouping may be mistaken and may be undone by the next one:
 * it shows nobody the photos of somebody else.
 */
export async function reassignFaces(
  tx: Prisma.TransactionClient,
  eventId: string,
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
  follows: 'corrections' | 'everybody',
): Promise<void> {
  const heirs = await tx.$queryRaw<{ before: string; person: string }[]>`
    select distinct on (face."personId") face."personId" as before, given.person
    from unnest(${faceIds}::uuid[], ${personIds}::uuid[]) as given(face, person)
    join "Face" face on face.id = given.face and face."eventId" = ${eventId}::uuid
    where face."personId" <> given.person
    group by face."personId", given.person
    order by face."personId", count(*) desc, given.person`;
  await moveFaces(tx, eventId, faceIds, personIds);
  const ended = await tx.$queryRaw<{ id: string }[]>`
    delete from "Person" where "eventId" = ${eventId}::uuid
      and not exists (select 1 from "Face" where "Face"."personId" = "Person".id)
    returning id`;
  const heirOf = new Map(heirs.map(({ before, person }) => [before, person]));
  const followed = ended.flatMap(({ id }) => {
    const heir = heirOf.get(id);
    return heir === undefined ? [] : [[id, heir] as const];
  });
  if (follows === 'corrections') await followWithLinks(tx, eventId, new Map(followed));
  else await followHeirs(tx, eventId, new Map(followed));
}

/**
 * In a transaction that holds the event's row.
 * @param heirs who ends, and whom they become
 */
export async function followHeirs(
  tx: Prisma.TransactionClient,
  eventId: string,
  heirs: ReadonlyMap<string, string>,
): Promise<Followed> {
  if (heirs.size === 0) return { guests: [], shares: [] };
  const [ended, become] = [[...heirs.keys()], [...heirs.values()]];
  await followWithLinks(tx, eventId, heirs);
  const recognised = await tx.$queryRaw<RecognisedGuest[]>`
    select g.id, g."identifiedAt", g."personIds", array(
      select w.detail->>'strangerId' from "PersonEdit" w
      where w."guestId" = g.id and w."undoneAt" is null and w.detail->>'strangerId' is not null
    ) as "strangerIds"
    from "Guest" g join "ShareCode" c on c.id = g."shareCodeId" join "Share" s on s.id = c."shareId"
    where s."eventId" = ${eventId}::uuid and g."personIds" && ${ended}::uuid[]
    order by g.id for no key update of g`;
  const guests: Followed['guests'] = [];
  for (const { id, identifiedAt, personIds, strangerIds } of recognised) {
    const nowOf = (personId: string): string =>
      strangerIds.includes(personId) ? personId : (heirs.get(personId) ?? personId);
    const after = [...new Set(personIds.map(nowOf))];
    await tx.guest.updateMany({ where: { id }, data: { personIds: after } });
    guests.push({ id, identifiedAt: identifiedAt?.toISOString() ?? null, before: personIds, after });
  }
  const shares = await tx.$queryRaw<Followed['shares']>`
    update "Share" set scope = jsonb_set(scope, '{personId}', to_jsonb(heir.person))
    from unnest(${ended}::text[], ${become}::text[]) as heir(before, person)
    where "eventId" = ${eventId}::uuid and scope->>'kind' = 'person' and scope->>'personId' = heir.before
    returning id, heir.before, heir.person as after`;
  return { guests, shares };
}

/** What organizers and guests said of faces and people. */
async function followWithLinks(
  tx: Prisma.TransactionClient,
  eventId: string,
  heirs: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.$executeRaw`
    update "FaceLink" set "personId" = heir.person
    from unnest(${[...heirs.keys()]}::uuid[], ${[...heirs.values()]}::uuid[]) as heir(before, person)
    where "FaceLink"."eventId" = ${eventId}::uuid and "FaceLink"."personId" = heir.before`;
}

/** Undoes it for whoever was neither recognised anew nor changed since. */
export async function unfollow(
  tx: Prisma.TransactionClient,
  eventId: string,
  { guests, shares }: Followed,
): Promise<void> {
  for (const { id, identifiedAt, before, after } of guests)
    await tx.guest.updateMany({
      where: { id, identifiedAt, personIds: { equals: after } },
      data: { personIds: before },
    });
  for (const { id, before, after } of shares)
    await tx.$executeRaw`
      update "Share" set scope = jsonb_set(scope, '{personId}', to_jsonb(${before}::text))
      where id = ${id}::uuid and "eventId" = ${eventId}::uuid
        and scope->>'kind' = 'person' and scope->>'personId' = ${after}`;
}

/** What corrections noted of the guest. In a transaction that holds the event's row. */
export async function forgetFollower(
  tx: Prisma.TransactionClient,
  eventId: string,
  guestId: string,
): Promise<void> {
  await tx.$executeRaw`
    update "PersonEdit" set before = jsonb_set(before, '{followed,guests}', coalesce((
      select jsonb_agg(one) from jsonb_array_elements(before->'followed'->'guests') one where one->>'id' <> ${guestId}
    ), '[]'))
    where "eventId" = ${eventId}::uuid
      and before->'followed'->'guests' @> jsonb_build_array(jsonb_build_object('id', ${guestId}::text))`;
}
