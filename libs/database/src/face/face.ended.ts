/** @module That the faces of an event have ended: none is kept any more, and none is found anew. */
import { rowStamp } from '../client/row.stamp.js';
import type { Prisma } from '../generated/client.js';
import { PHOTO_WISHES } from '../photo/photo.wishes.js';

/** As version of a stage: it is done with the photo for good, without a face. */
export const ENDED = 'ended';

/** Asked by whoever holds the event's row. */
export async function facesHaveEnded(tx: Prisma.TransactionClient, eventId: string): Promise<boolean> {
  const event = await tx.event.findUnique({ where: { id: eventId }, select: { facesEndedAt: true } });
  return event?.facesEndedAt != null;
}

/**
 * What is wished of the photos of the event stays with them when its faces go: withheld, or blurred where all who are to be are
 * covered in the files that there are. What an objection alone keeps back that waits for an answer is noted with it, so that it is
 * shown again if that is a no. To be called while the faces are still there.
 */
export async function keepWishes(tx: Prisma.TransactionClient, eventId: string, now: Date): Promise<void> {
  const waiting = await tx.$queryRaw<{ id: string }[]>`
    select id from "Objection" where "eventId" = ${eventId}::uuid and state = 'waiting'`;
  const ids = waiting.map(({ id }) => id);
  if (ids.length === 0) return writeWishes(tx, eventId);
  await tx.$executeRaw`
    insert into "ObjectedPhoto" ("objectionId", "photoId")
    select x."objectionId", m."photoId" from "ObjectedFace" x join "Face" m on m.id = x."faceId" where x."objectionId" = any(${ids}::uuid[])
    union
    select x."objectionId", f."photoId" from "ObjectedFace" x join "Face" m on m.id = x."faceId" join "Face" f on f."personId" = m."personId"
    where x."objectionId" = any(${ids}::uuid[])`;
  await writeWishes(tx, eventId);
  const withThem = await keptBack(tx, eventId);
  // whatever they keep back is theirs: without them, it would be shown
  await tx.$executeRaw`
    update "Objection" set state = 'withdrawn', "answeredAt" = ${now}, embedding = null, "embeddingModel" = null
    where id = any(${ids}::uuid[])`;
  await tx.photo.updateMany({ where: { eventId }, data: { endedWish: 'open' } });
  await writeWishes(tx, eventId);
  await tx.$executeRaw`
    update "Objection" set state = 'waiting', "answeredAt" = null where id = any(${ids}::uuid[])`;
  const without = new Set(await keptBack(tx, eventId));
  const unknown = withThem.filter((photoId) => !without.has(photoId));
  await tx.$executeRaw`
    insert into "ObjectedPhoto" ("objectionId", "photoId")
    select objection, photo from unnest(${ids}::uuid[]) objection cross join unnest(${unknown}::uuid[]) photo
    where not exists (select 1 from "ObjectedPhoto" x where x."photoId" = photo and x."objectionId" = any(${ids}::uuid[]))
    on conflict do nothing`;
}

async function keptBack(tx: Prisma.TransactionClient, eventId: string): Promise<string[]> {
  const where = { eventId, endedWish: 'withheld' } as const;
  return (await tx.photo.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

async function writeWishes(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
  await tx.$executeRaw`
    update "Photo" set "endedWish" = wished.wish
    from (
      select id, case
        when json_array_length(wishes->'withheld') > 0 or (wishes->>'unknown')::boolean or (wishes->>'unblurred')::boolean
          then 'withheld'::"PersonAppearance"
        when (wishes->>'blurred')::boolean then 'blurred' else 'open' end as wish
      from (
        select p.id, ${PHOTO_WISHES} as wishes from "Photo" p join "Event" e on e.id = p."eventId"
        where e.id = ${eventId}::uuid
      ) asked
    ) wished
    where "Photo".id = wished.id and wished.wish <> "Photo"."endedWish"`;
}

/**
 * Whom a photo shows that comes later is never known: where something was wished, it is withheld; where somebody has objected and waits
 * for an answer, until they have it.
 */
export async function withholdNew(tx: Prisma.TransactionClient, photoId: string): Promise<void> {
  await tx.$executeRaw`
    update "Photo" p set "endedWish" = 'withheld'
    where p.id = ${photoId}::uuid and p."endedWish" = 'open'
      and (exists (select 1 from "Photo" k where k."eventId" = p."eventId" and k."endedWish" <> 'open')
        or exists (select 1 from "Objection" o where o."eventId" = p."eventId" and o.state = 'agreed'))`;
  await tx.$executeRaw`
    insert into "ObjectedPhoto" ("objectionId", "photoId")
    select o.id, p.id from "Photo" p join "Objection" o on o."eventId" = p."eventId" and o.state = 'waiting'
    where p.id = ${photoId}::uuid on conflict do nothing`;
}

/** Of a photo whose faces were looked for: it is still to be embedded. Of one without any for good, it is not. */
export function detectionStamps(version: string) {
  const at = rowStamp();
  return version === ENDED
    ? { detectedAt: at, detectVersion: ENDED, embeddedAt: at, embedVersion: ENDED }
    : { detectedAt: at, detectVersion: version, embeddedAt: null, embedVersion: null };
}
