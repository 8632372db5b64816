/**
 * @module What changed about an event's faces since somebody looked last, for who keeps them in memory.
 *
 * Every transaction that writes an embedding, moves a face to another person or removes one advances the event's
 * `indexRevision` first and marks what it changes with the result. It holds the event's row until it has ended, so the
 * revisions of an event become visible one after the other: who has seen one has seen all before it. A sequence would
 * hand out numbers in an order in which the transactions need not end.
 */
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

/** 2,000 embeddings of 512 floats are 4 MB. */
const PAGE = 2_000;
/** Who is further behind begins anew, so that notes of removed faces do not pile up. */
const REVISIONS_KEPT = 10_000;

export interface FaceChange {
  id: string;
  /** There is no such face any more, or it has no embedding of the model. */
  gone: boolean;
  personId: string | null;
  /** Null for a face that there is no more. */
  photoId: string | null;
  /** 0..1 */
  quality: number | null;
  /** Sealed; null = the one known before is still right. */
  embedding: Uint8Array | null;
}

/** How far an event's changes have been read: all up to and with `revision` and `id`. */
export interface ChangePlace {
  readonly revision: number;
  readonly id: string;
  /** The revision that the reader's faces were those of before this reading began; null = it had none. */
  readonly since: number | null;
  /** Faces removed before are in no page of this reading; null = known with its first page. */
  readonly removedSince: number | null;
}

export interface FaceChangePage {
  changes: FaceChange[];
  /** Where the next page begins. */
  place: ChangePlace;
  /** The reader's faces are now those of the moment of this page; what comes after it is a new reading. */
  complete: boolean;
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** For who knows no face yet. */
export const CHANGES_START: ChangePlace = { revision: -1, id: LAST_ID, since: null, removedSince: null };

interface ChangeRow {
  head: number;
  id: string | null;
  revision: number;
  gone: boolean;
  personId: string | null;
  photoId: string | null;
  quality: number | null;
  embedding: Uint8Array | null;
}

export class FaceChangeRepository {
  constructor(private readonly database: Database) {}

  /**
   * The next changes in the order in which they were made, each face as it is now. A face may come more than once; the
   * last time counts.
   * @param model of the embeddings
   * @returns `erased`: the event, or its faces, are gone; `too-old`: begin with `CHANGES_START`
   */
  async findPage(
    eventId: string,
    model: string,
    place: ChangePlace,
  ): Promise<FaceChangePage | 'erased' | 'too-old'> {
    const { revision, id, since, removedSince } = place;
    // One statement, so one moment.
    const rows = await this.database.prisma.$queryRaw<ChangeRow[]>`
      select event.head, change.*
      from (
        select "indexRevision" as head from "Event"
        where id = ${eventId}::uuid and "erasedAt" is null and "facesEndedAt" is null
      ) event left join lateral (
        (
          select id, "indexRevision" as revision, embedding is null or "embeddingModel" is distinct from ${model} as gone, "personId", "photoId", quality,
            case when "embeddingModel" = ${model} and "embeddingRevision" > ${since ?? -1} then embedding end as embedding
          from "Face"
          where "eventId" = ${eventId}::uuid and ("indexRevision", id) > (${revision}, ${id}::uuid)
          order by "indexRevision", id limit ${PAGE}
        ) union all (
          select "faceId", "indexRevision", true, null, null, null, null
          from "RemovedFace"
          where "eventId" = ${eventId}::uuid and ("indexRevision", "faceId") > (${revision}, ${id}::uuid)
            and "indexRevision" > coalesce(${removedSince}::int, event.head)
          order by "indexRevision", "faceId" limit ${PAGE}
        )
        order by revision, id limit ${PAGE}
      ) change on true
      order by change.revision, change.id`;
    const head = rows[0]?.head;
    if (head === undefined) return 'erased';
    const from = removedSince ?? head;
    if (head - from > REVISIONS_KEPT) return 'too-old';
    const changes = rows.flatMap(({ id, gone, personId, photoId, quality, embedding }) =>
      id === null ? [] : [{ id, gone, personId, photoId, quality, embedding }],
    );
    const last = rows.at(-1);
    if (changes.length < PAGE || !last || last.id === null)
      return {
        changes,
        complete: true,
        place: { revision: head, id: LAST_ID, since: head, removedSince: head },
      };
    return {
      ...{ changes, complete: false },
      place: { revision: last.revision, id: last.id, since, removedSince: from },
    };
  }
}

/**
 * Locks the event until the transaction ends.
 * @param groupingDue the change is one that grouping has to look at
 * @returns the revision to mark the changed faces with
 */
export async function advanceIndex(
  tx: Prisma.TransactionClient,
  eventId: string,
  { groupingDue = false } = {},
): Promise<number> {
  const { indexRevision } = await tx.event.update({
    where: { id: eventId },
    data: { indexRevision: { increment: 1 }, ...(groupingDue && { facesRevision: { increment: 1 } }) },
    select: { indexRevision: true },
  });
  return indexRevision;
}

/** Each face is now the person's in the same place, who is there; faces that are gone are passed over. */
export async function moveFaces(
  tx: Prisma.TransactionClient,
  eventId: string,
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
): Promise<void> {
  const revision = await advanceIndex(tx, eventId);
  await tx.$executeRaw`
    update "Face" set "personId" = given.person, "indexRevision" = ${revision}
    from unnest(${faceIds}::uuid[], ${personIds}::uuid[]) as given(face, person)
    where "Face".id = given.face and "Face"."eventId" = ${eventId}::uuid
      and "Face"."personId" is distinct from given.person`;
}

/** @param revision as `advanceIndex` gave it to this transaction */
export async function noteRemoved(
  tx: Prisma.TransactionClient,
  { eventId, revision }: { eventId: string; revision: number },
  faceIds: readonly string[],
): Promise<void> {
  await tx.removedFace.createMany({
    data: faceIds.map((faceId) => ({ eventId, indexRevision: revision, faceId })),
  });
  await tx.removedFace.deleteMany({ where: { eventId, indexRevision: { lt: revision - REVISIONS_KEPT } } });
}
