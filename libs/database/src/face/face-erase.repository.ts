/**
 * @module The face data of one person are erased, and not made again: of each face stay its place in the photo and whose it is, so
 * that what the person wished about being shown goes on. What photos show is not face data.
 */
import type { Database } from '../client/database.client.js';
import { rowStamp } from '../client/row.stamp.js';
import { enterNarrowed, findAgreed } from '../consent/consent-register.repository.js';
import { LONG } from '../person/person-edit.steps.js';
import { advanceIndex } from './face-change.repository.js';

export interface ErasedFaces {
  /** Also those that were erased before: their pictures may be there still, where somebody died. */
  faceIds: string[];
  /** Guests who were matched to the person, and are not any more. */
  guests: number;
}

export class FaceEraseRepository {
  constructor(private readonly database: Database) {}

  /**
   * Embeddings, matches, and what guests who were matched had kept of their own face, which the register of consents is told. The
   * caller removes the pictures.
   */
  async erase(eventId: string, personId: string, at: Date): Promise<ErasedFaces> {
    return this.database.prisma.$transaction(async (tx) => {
      // photos, then the event, then faces: see face.repository.ts
      await tx.$queryRaw`
        select 1 from "Photo" where id in (select "photoId" from "Face" where "personId" = ${personId}::uuid) order by id for no key update`;
      const revision = await advanceIndex(tx, eventId);
      const theirs = await tx.$queryRaw<{ guestId: string }[]>`
        select distinct "guestId" from "GuestPerson" where "personId" = ${personId}::uuid`;
      const guestIds = theirs.map(({ guestId }) => guestId);
      const agreed = await findAgreed(tx, guestIds);
      const faces = await tx.$queryRaw<{ id: string }[]>`
        update "Face" set embedding = null, "embeddingModel" = null, second = null, "secondModel" = null,
          "erasedAt" = coalesce("erasedAt", ${rowStamp()}), "indexRevision" = ${revision}
        where "eventId" = ${eventId}::uuid and "personId" = ${personId}::uuid returning id`;
      const faceIds = faces.map(({ id }) => id);
      await tx.matchedFace.deleteMany({ where: { faceId: { in: faceIds } } });
      await tx.keptSelfie.deleteMany({ where: { guestId: { in: guestIds } } });
      await tx.guest.updateMany({ where: { id: { in: guestIds } }, data: { keepLooking: false } });
      await enterNarrowed(tx, agreed, at);
      return { faceIds, guests: guestIds.length };
    }, LONG);
  }
}
