/**
 * @module What guests were shown as their own stays theirs. A grouping that finds a face to be somebody else's, or the word of
 * another guest, takes no photo away again; what an organizer corrects does.
 */
import { Prisma } from '../generated/client.js';

/** Of a row `s` of "ShownPhoto": the guest was found in the photo, as faces are now. */
export const THEIRS = Prisma.sql`exists (
  select 1 from "Face" f where f."photoId" = s."photoId" and (
    f."personId" in (select gp."personId" from "GuestPerson" gp where gp."guestId" = s."guestId")
    or f."personId" is null and exists (
      select 1 from "MatchedFace" m
      where m."guestId" = s."guestId" and m."faceId" = f.id and m."disownedBy" is null)))`;

/**
 * @param move makes each face the person's in the same place
 * @param but a guest who loses what they say is not theirs
 */
export async function keepShown(
  tx: Prisma.TransactionClient,
  eventId: string,
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
  move: () => Promise<void>,
  but: string | null = null,
): Promise<void> {
  // photos whose faces move, and all of guests who may be somebody else by it
  const before = await tx.$queryRaw<{ guestId: string; photoId: string }[]>`
    with moved as (
      select face.id, face."photoId" from unnest(${faceIds}::uuid[], ${personIds}::uuid[]) as given(face, person)
      join "Face" face on face.id = given.face and face."eventId" = ${eventId}::uuid
      where face."personId" is distinct from given.person)
    select s."guestId", s."photoId" from (
      select shown."guestId", shown."photoId" from "ShownPhoto" shown
      where not shown.kept and shown."photoId" in (select "photoId" from moved)
      union
      select shown."guestId", shown."photoId" from "ShownPhoto" shown
      where not shown.kept and shown."guestId" in (
        select m."guestId" from "MatchedFace" m join moved on moved.id = m."faceId" where m."disownedBy" is null)
    ) s
    where s."guestId" is distinct from ${but}::uuid and ${THEIRS}`;
  await move();
  if (before.length === 0) return;
  await tx.$executeRaw`
    update "ShownPhoto" s set kept = true
    from unnest(${before.map(({ guestId }) => guestId)}::uuid[], ${before.map(({ photoId }) => photoId)}::uuid[])
      as theirs(guest, photo)
    where s."guestId" = theirs.guest and s."photoId" = theirs.photo and not ${THEIRS}`;
}
