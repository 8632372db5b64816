/**
 * @module The end of an event's faces: they go with everything that was made of them and for them, and none is found anew, since
 * whoever writes faces asks whether they have ended (face.repository.ts). The photos stay.
 */
import type { Database } from '../client/database.client.js';
import { enterWithdrawn, findAgreed } from '../consent/consent-register.repository.js';
import { writeLine, type AuditDeed } from '../audit/audit.repository.js';
import { ENDED, keepWishes } from '../face/face.ended.js';
import { guestsOf } from '../guest/guest.count.js';
import { NOT_RECOGNISED } from '../guest/guest.repository.js';
import { WISH_NOTED } from '../photo/photo.wishes.js';
import { isOver } from './retention.repository.js';

export class FaceEndRepository {
  constructor(private readonly database: Database) {}

  /**
   * Removes all rows that hold faces of the event or follow from them: people and their names, corrections, whom guests were
   * matched to, what was kept of their selfies, and that they agreed, which the register of consents is told. What was wished
   * of photos stays with them, as nobody can tell any more whom they show; what objectors let be kept goes with the faces.
   * @returns false when they are not over, by now, or have ended before.
   */
  async end(eventId: string, by: Pick<AuditDeed, 'actor' | 'actorId'>, now: Date): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      // in the order of face.repository.ts
      await tx.$executeRaw`select 1 from "Photo" where "eventId" = ${eventId}::uuid order by id for update`;
      await tx.$executeRaw`select 1 from "Event" where id = ${eventId}::uuid for update`;
      if (!(await isOver(tx, eventId, 'faces', now))) return false;
      const guestIds = await guestsOf(tx, eventId);
      const agreed = await findAgreed(tx, guestIds);
      const faces = await tx.face.count({ where: { eventId } });

      await keepWishes(tx, eventId, now);
      // lists of photos that were made by faces
      await tx.zip.deleteMany({ where: { eventId, holder: 'guest' } });
      await tx.driveExport.deleteMany({ where: { eventId, kind: { in: ['guest', 'person'] } } });
      await tx.personEdit.deleteMany({ where: { eventId } });
      await tx.shownPhoto.deleteMany({ where: { guestId: { in: guestIds } } });
      await tx.keptSelfie.deleteMany({ where: { guestId: { in: guestIds } } });
      await tx.objection.updateMany({
        where: { eventId, embeddingModel: { not: null } },
        data: { embedding: null, embeddingModel: null },
      });
      await tx.face.deleteMany({ where: { eventId } }); // and with them, whom guests were matched to
      await tx.person.deleteMany({ where: { eventId } });
      await tx.removedFace.deleteMany({ where: { eventId } });
      // who only shared a phone to be searched for is nobody without the search
      await tx.guest.deleteMany({ where: { id: { in: guestIds }, companionOfId: { not: null } } });
      await tx.guest.updateMany({ where: { id: { in: guestIds } }, data: NOT_RECOGNISED });
      // nothing is left to do for photos whose faces were not found, or not embedded, yet
      await tx.$executeRaw`
        update "Photo" set "detectedAt" = coalesce("detectedAt", ${now}), "detectVersion" = ${ENDED},
          "embeddedAt" = coalesce("embeddedAt", ${now}), "embedVersion" = ${ENDED}
        where "eventId" = ${eventId}::uuid and "ingestedAt" is not null`;
      await tx.event.update({
        where: { id: eventId },
        data: { facesEndedAt: now, ...WISH_NOTED },
      });
      const detail = { faces, guests: agreed.length };
      await writeLine(tx, { ...by, action: 'event.faces-ended', eventId, detail }, now);
      await enterWithdrawn(tx, agreed, 'retention', now);
      return true;
    }, LONG);
  }

  /** Events whose faces have ended and of which pictures of faces, or the key that seals them, may be left. */
  findUncleared(now: Date): Promise<{ id: string; keyReplaced: boolean }[]> {
    return this.database.prisma.$queryRaw`
      select id, "facesClearedAt" is not null as "keyReplaced" from "Event"
      where "erasedAt" is null and "facesEndedAt" is not null and ("facesClearedAt" is null
        or ("facesClearedAt" < "facesEndedAt" + interval '1 day' and "facesEndedAt" + interval '1 day' <= ${now}))
      order by id`;
  }

  /** They are found once more a day later: a worker that died in the middle of a photo may have left some. */
  async markCleared(eventId: string, now: Date): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId, facesEndedAt: { not: null } },
      data: { facesClearedAt: now },
    });
  }
}

/** Tens of thousands of faces go at once. */
const LONG = { maxWait: 10_000, timeout: 120_000 };
