/** @module Faces whose data does not open, because it is damaged or under another key: their photos are worked on anew. */
import { writeLine } from '../audit/audit.repository.js';
import type { Database } from '../client/database.client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';

/** A face, and what was read as its embedding. */
export interface UnreadableFace {
  id: string;
  /** Sealed. */
  embedding: Uint8Array;
}

/** The version of no stage: the photo is due, and is ready meanwhile. */
const ANEW = 'anew';

export class FaceRepairRepository {
  constructor(private readonly database: Database) {}

  /**
   * Has their photos embedded anew, which the reconciler finds, and tells the audit log, once.
   * @param keyRevision of the key that did not open them: where it is not the event's any more, they may be whole
   */
  async embedAnew(
    eventId: string,
    faces: readonly UnreadableFace[],
    at: Date,
    keyRevision?: number,
  ): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await requireKeyRevision(tx, eventId, keyRevision);
      // a face that was embedded since it was read is left alone
      const found = await tx.$queryRaw<{ faces: number }[]>`
        with damaged as (
          select "photoId", count(*)::int as faces
          from "Face" join unnest(
            ${faces.map(({ id }) => id)}::uuid[], ${faces.map(({ embedding }) => embedding)}::bytea[]
          ) as read(face, box) on id = read.face and embedding = read.box
          where "eventId" = ${eventId}::uuid group by "photoId"
        ), due as (
          select id from "Photo" where id in (select "photoId" from damaged) and "embedVersion" <> ${ANEW}
          order by id for no key update
        )
        update "Photo" set "embedVersion" = ${ANEW} from due join damaged on "photoId" = due.id
        where "Photo".id = due.id returning faces`;
      if (found.length === 0) return;
      const detail = { faces: found.reduce((sum, photo) => sum + photo.faces, 0) };
      const deed = { actor: 'nobody', actorId: null, action: 'face.found-damaged', eventId, detail } as const;
      await writeLine(tx, deed, at);
    });
  }

  /** Has the faces of the photo found anew, with pictures of their own; they stay whose they are. The caller enqueues it. */
  async findAnew({ id, eventId }: { id: string; eventId: string }, keyRevision?: number): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await requireKeyRevision(tx, eventId, keyRevision);
      await tx.photo.updateMany({
        where: { id, detectVersion: { not: null } },
        data: { detectVersion: ANEW },
      });
    });
  }
}
