/**
 * @module A camera's RAW beside its JPEG: one photo with two files. The JPEG is the photo; the row of the RAW stays for its
 * original, points to the photo and has no face. Two files are a pair by their name without its ending, the moment they were
 * taken, the album they lie in and the guest who sent them, whichever came first.
 */
import type { Box } from '@visage/contracts/geometry.contract';
import { Prisma } from '../generated/client.js';
import { advanceIndex, noteRemoved } from '../face/face-change.repository.js';
import { boxOf, storedPlace, type FacePlaces } from '../face/face.place.js';
import { standIn } from '../guest/guest.match.js';

export interface RawPair {
  rawId: string;
  photoId: string;
}

/** Of what is one photo: its name without the ending. */
const stemOf = (photo: string): Prisma.Sql =>
  Prisma.raw(`lower(regexp_replace(${photo}."fileName", '\\.[^.]*$', ''))`);

/** Photos that may become a pair with this one, by their names: to be locked with it, before the event. */
export async function namesakesOf(tx: Prisma.TransactionClient, photoId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select q.id from "Photo" p join "Photo" q on q."eventId" = p."eventId" and q.id <> p.id and ${stemOf('q')} = ${stemOf('p')}
    where p.id = ${photoId}::uuid`;
  return rows.map(({ id }) => id);
}

/** Pairs that these photos make with each other and with others of their event, each RAW in one. */
export function findPairs(tx: Prisma.TransactionClient, photoIds: readonly string[]): Promise<RawPair[]> {
  return tx.$queryRaw<RawPair[]>`
    select distinct on (r.id) r.id as "rawId", p.id as "photoId"
    from "Photo" r join "Photo" p on p."eventId" = r."eventId" and ${stemOf('p')} = ${stemOf('r')}
    where (r.id = any(${[...photoIds]}::uuid[]) or p.id = any(${[...photoIds]}::uuid[]))
      and r.format = 'raw' and p.format in ('jpeg', 'heic') and r."rawOf" is null
      and r."deletedAt" is null and p."deletedAt" is null and r."failedAt" is null and p."failedAt" is null
      and left(r."takenAt", 19) is not distinct from left(p."takenAt", 19)
      and r."guestId" is not distinct from p."guestId"
      and (
        exists (select 1 from "AlbumPhoto" a join "AlbumPhoto" b using ("albumId") where a."photoId" = r.id and b."photoId" = p.id)
        or not exists (select 1 from "AlbumPhoto" a where a."photoId" in (r.id, p.id))
      )
    order by r.id, p."createdAt", p.id`;
}

/**
 * Faces of RAW files, in pixels of the upright picture as their photo has it: what is known of them goes on with the photo. A box
 * that does not open is null.
 */
export async function facesOfRaws(
  tx: Prisma.TransactionClient,
  rawIds: readonly string[],
  size: { width: number; height: number },
  places: FacePlaces,
): Promise<{ id: string; personId: string | null; box: Box | null }[]> {
  const faces = await tx.face.findMany({ where: { photoId: { in: [...rawIds] }, photo: size } });
  return faces.map(({ id, personId, ...face }) => ({
    ...{ id, personId, box: boxOf(id, storedPlace(face), places) },
  }));
}

/**
 * From now on the RAW is its photo's second file, in the same albums. Whoever calls has locked both photos, then the event.
 * @returns the faces that are gone, whose pictures the caller removes.
 */
export async function joinPair(
  tx: Prisma.TransactionClient,
  { rawId, photoId }: RawPair,
  at: { eventId: string; revision: number },
): Promise<string[]> {
  const faces = await tx.face.findMany({ where: { photoId: rawId }, select: { id: true } });
  const faceIds = faces.map(({ id }) => id);
  await standIn(tx, faceIds);
  await tx.face.deleteMany({ where: { photoId: rawId } });
  await noteRemoved(tx, at, faceIds);
  const { heldAt } = await tx.photo.findUniqueOrThrow({ where: { id: photoId }, select: { heldAt: true } });
  await tx.photo.update({ where: { id: rawId }, data: { rawOf: photoId, heldAt } });
  // what guests said of it is said of the photo
  await tx.personEdit.updateMany({ where: { photoId: rawId }, data: { photoId } });
  await tx.$executeRaw`
    insert into "AlbumPhoto" ("albumId", "photoId")
    select "albumId", ${rawId}::uuid from "AlbumPhoto" where "photoId" = ${photoId}::uuid on conflict do nothing`;
  return faceIds;
}

/** Joins the pairs that these photos make. The pictures of a RAW's faces are found by nobody from then on. */
export async function pairUp(tx: Prisma.TransactionClient, photoIds: readonly string[]): Promise<void> {
  const possible = await findPairs(tx, photoIds);
  if (possible.length === 0) return;
  const both = possible.flatMap(({ rawId, photoId }) => [rawId, photoId]);
  const [locked] = await tx.$queryRaw<{ eventId: string }[]>`
    select "eventId" from "Photo" where id = any(${both}::uuid[]) order by id for update`;
  if (!locked) return;
  const { eventId } = locked;
  const revision = await advanceIndex(tx, eventId, { groupingDue: true });
  for (const pair of await findPairs(tx, photoIds)) {
    if (both.includes(pair.rawId) && both.includes(pair.photoId))
      await joinPair(tx, pair, { eventId, revision });
  }
}

/** The photos of these ids with all their files. An id may be that of a second file. */
export function wholePhotos(photoIds: readonly string[]): Prisma.PhotoWhereInput {
  const id = { in: [...photoIds] };
  return { OR: [{ id }, { rawOf: id }, { raws: { some: { id } } }, { shown: { raws: { some: { id } } } }] };
}

/** How many photos there are among these files. */
export function photosAmong(files: readonly { rawOf: string | null }[]): number {
  return files.filter(({ rawOf }) => rawOf === null).length;
}
