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
 * covered in the files that there are. To be called while the faces are still there.
 */
export async function keepWishes(tx: Prisma.TransactionClient, eventId: string): Promise<void> {
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
    where "Photo".id = wished.id and wished.wish <> 'open'`;
}

/** Whom a photo shows that comes later is never known: where something was wished, it is withheld. */
export async function withholdNew(tx: Prisma.TransactionClient, photoId: string): Promise<void> {
  await tx.$executeRaw`
    update "Photo" p set "endedWish" = 'withheld'
    where p.id = ${photoId}::uuid and p."endedWish" = 'open'
      and exists (select 1 from "Photo" k where k."eventId" = p."eventId" and k."endedWish" <> 'open')`;
}

/** Of a photo whose faces were looked for: it is still to be embedded. Of one without any for good, it is not. */
export function detectionStamps(version: string) {
  const at = rowStamp();
  return version === ENDED
    ? { detectedAt: at, detectVersion: ENDED, embeddedAt: at, embedVersion: ENDED }
    : { detectedAt: at, detectVersion: version, embeddedAt: null, embedVersion: null };
}
