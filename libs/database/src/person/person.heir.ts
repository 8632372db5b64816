/**
 * @module Somebody ends and is another person from then on. Nothing that meant them is left behind: links that show them, exports
 * of them and what was said of them go on with whom they become, as do their name and what they wish about being shown. Guests follow by
 * themselves, being matched to faces. Whoever writes whose a face is comes through here.
 */
import { z } from 'zod';
import { moveFaces } from '../face/face-change.repository.js';
import type { Prisma } from '../generated/client.js';
import { keepShown } from '../guest/shown-photo.keep.js';

const passedOnSchema = z.array(z.object({ id: z.string(), before: z.string(), after: z.string() }));

/** What followed, and whom it meant before; what nobody has changed since can go back. */
export const followedSchema = z.object({ shares: passedOnSchema, exports: passedOnSchema.default([]) });
export type Followed = z.infer<typeof followedSchema>;

/**
 * Each face is now the person's in the same place. Who has none left ends, and is from then on whom most of theirs are. Whom
 * nobody follows stays, without a face, as long as a link or an export is about them.
 * @param keep whether guests keep the photos that they were shown and would lose; only an organizer takes one away
 */
export async function reassignFaces(
  tx: Prisma.TransactionClient,
  eventId: string,
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
  keep: 'shown' | 'nothing',
): Promise<void> {
  const heirs = await tx.$queryRaw<{ before: string; person: string }[]>`
    select distinct on (face."personId") face."personId" as before, given.person
    from unnest(${faceIds}::uuid[], ${personIds}::uuid[]) as given(face, person)
    join "Face" face on face.id = given.face and face."eventId" = ${eventId}::uuid
    where face."personId" <> given.person
    group by face."personId", given.person
    order by face."personId", count(*) desc, given.person`;
  const move = (): Promise<void> => moveFaces(tx, eventId, faceIds, personIds);
  await (keep === 'shown' ? keepShown(tx, eventId, faceIds, personIds, move) : move());
  const faceless = await tx.$queryRaw<{ id: string }[]>`
    select id from "Person" where "eventId" = ${eventId}::uuid
      and not exists (select 1 from "Face" where "Face"."personId" = "Person".id)`;
  const ended = new Set(faceless.map(({ id }) => id));
  const followed = new Map(
    heirs.flatMap(({ before, person }) => (ended.has(before) ? [[before, person] as const] : [])),
  );
  await followHeirs(tx, eventId, followed);
  await tx.$executeRaw`
    delete from "Person" where id = any(${[...ended]}::uuid[])
      and not exists (select 1 from "Share" where "Share"."personId" = "Person".id)
      and not exists (select 1 from "DriveExport" e where e.kind = 'person' and e."subjectId" = "Person".id)`;
}

/**
 * In a transaction that holds the event's row, and removes those who end afterwards.
 * @param heirs who ends, and whom they become: somebody who does not end
 */
export async function followHeirs(
  tx: Prisma.TransactionClient,
  eventId: string,
  heirs: ReadonlyMap<string, string>,
): Promise<Followed> {
  if (heirs.size === 0) return { shares: [], exports: [] };
  const [ended, become] = [[...heirs.keys()], [...heirs.values()]];
  // of several who become one, the name of whoever was in most photos
  await tx.$executeRaw`
    update "Person" heir set name = coalesce(heir.name, given.name), "hiddenAt" = coalesce(heir."hiddenAt", given."hiddenAt"),
      appearance = greatest(heir.appearance, given.appearance),
      "seesOwn" = greatest(heir.appearance, given.appearance) = 'withheld'
        and (heir."seesOwn" or heir.appearance <> 'withheld') and given."seesOwn"
    from (
      select g.heir, (array_agg(p.name order by p."shownPhotos" desc, p.id) filter (where p.name is not null))[1] as name,
        min(p."hiddenAt") as "hiddenAt", max(p.appearance) as appearance,
        coalesce(bool_and(p."seesOwn") filter (where p.appearance = 'withheld'), true) as "seesOwn"
      from unnest(${ended}::uuid[], ${become}::uuid[]) as g(before, heir) join "Person" p on p.id = g.before
      group by g.heir
    ) given
    where heir.id = given.heir and heir."eventId" = ${eventId}::uuid
      and (heir.name is null and given.name is not null or heir."hiddenAt" is null and given."hiddenAt" is not null
        or given.appearance <> 'open')`;
  await tx.$executeRaw`
    update "FaceLink" set "personId" = heir.person
    from unnest(${ended}::uuid[], ${become}::uuid[]) as heir(before, person)
    where "FaceLink"."eventId" = ${eventId}::uuid and "FaceLink"."personId" = heir.before`;
  const shares = await tx.$queryRaw<Followed['shares']>`
    update "Share" set "personId" = heir.person
    from unnest(${ended}::uuid[], ${become}::uuid[]) as heir(before, person)
    where "eventId" = ${eventId}::uuid and "personId" = heir.before
    returning id, heir.before, heir.person as after`;
  const exports = await tx.$queryRaw<Followed['exports']>`
    update "DriveExport" set "subjectId" = heir.person
    from unnest(${ended}::uuid[], ${become}::uuid[]) as heir(before, person)
    where "eventId" = ${eventId}::uuid and kind = 'person' and "subjectId" = heir.before
    returning id, heir.before, heir.person as after`;
  await tx.$executeRaw`
    update "EndedPerson" set "heirId" = heir.person
    from unnest(${ended}::uuid[], ${become}::uuid[]) as heir(before, person)
    where "EndedPerson"."heirId" = heir.before`;
  await tx.$executeRaw`
    insert into "EndedPerson" (id, "eventId", "heirId")
    select before, ${eventId}::uuid, person from unnest(${ended}::uuid[], ${become}::uuid[]) as heir(before, person)`;
  return { shares, exports };
}

/**
 * Who ended is no longer whom they had become: what followed goes back, as far as it is still there.
 * @param whoIs whom somebody who had ended is by now; asked only where something goes back
 */
export async function unfollow(
  tx: Prisma.TransactionClient,
  eventId: string,
  { shares, exports }: Followed,
  whoIs: (personId: string) => Promise<string>,
): Promise<void> {
  const now = await heirsOf(
    tx,
    [...shares, ...exports].map(({ after }) => after),
  );
  for (const { id, before, after } of shares) {
    const where = { id, eventId, personId: now(after) };
    if ((await tx.share.count({ where })) === 0) continue;
    await tx.share.update({ where: { id }, data: { personId: await whoIs(before) } });
  }
  for (const { id, before, after } of exports) {
    const where = { id, eventId, kind: 'person', subjectId: now(after) } as const;
    if ((await tx.driveExport.count({ where })) === 0) continue;
    await tx.driveExport.update({ where: { id }, data: { subjectId: await whoIs(before) } });
  }
}

/** @returns who somebody is by now: themselves, or whom they became */
export async function heirsOf(
  tx: Pick<Prisma.TransactionClient, 'endedPerson'>,
  personIds: readonly string[],
): Promise<(personId: string) => string> {
  const rows = await tx.endedPerson.findMany({ where: { id: { in: [...new Set(personIds)] } } });
  const heirs = new Map(rows.map(({ id, heirId }) => [id, heirId]));
  return (personId) => heirs.get(personId) ?? personId;
}
