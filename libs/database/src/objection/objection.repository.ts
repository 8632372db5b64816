/**
 * @module Objections: made by somebody who is no guest and has no account, answered by those who organize the event. Whose photos
 * are kept back meanwhile is the view "FaceWish".
 */
import type { ObjectionWish, ObjectionState } from '@visage/contracts/objection.contract';
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';
import { lockEvent } from '../event/event.lock.js';
import { noteWish } from '../photo/photo.wishes.js';

export interface NewObjection {
  id: string;
  eventId: string;
  wish: ObjectionWish;
  /** Of this event; others are passed over. */
  faceIds: readonly string[];
  /** Sealed under the event's key as a face of the objection's id; null = later photos are not looked through. */
  kept: { embedding: Uint8Array<ArrayBuffer>; model: string; keyRevision?: number } | null;
}

export interface ObjectionRecord {
  id: string;
  eventId: string;
  wish: ObjectionWish;
  state: ObjectionState;
  answer: string | null;
  createdAt: Date;
  answeredAt: Date | null;
  /** Later photos are looked through for whoever objected. */
  keeps: boolean;
}

/** What somebody looks like who objected, to find them in photos that come later. */
export interface KeptObjection {
  id: string;
  embedding: Uint8Array;
}

/** Who the faces of an objection are. */
export interface ObjectionSubject {
  personIds: string[];
  /** Faces that are nobody's whom the event knows. */
  faceIds: string[];
}

/** As `keep` of kept-selfie.repository.ts: faces since then are looked through again. */
interface KeptSince {
  revision: number;
}

const RECORD = {
  ...{ id: true, eventId: true, wish: true, state: true, answer: true, createdAt: true, answeredAt: true },
  embeddingModel: true,
} as const;

export class ObjectionRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many of the faces are the event's. @throws KeyRotatedError when what is kept was sealed with a key that goes */
  async create(
    { id, eventId, wish, faceIds, kept }: NewObjection,
    { revision }: KeptSince,
    at: Date,
  ): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, eventId);
      await requireKeyRevision(tx, eventId, kept?.keyRevision);
      const columns = kept ? { embedding: kept.embedding, embeddingModel: kept.model } : {};
      await tx.objection.create({ data: { id, eventId, wish, createdAt: at, ...columns } });
      const count = await tx.$executeRaw`
        insert into "ObjectedFace" ("objectionId", "faceId")
        select ${id}::uuid, f.id from "Face" f where f.id = any(${[...faceIds]}::uuid[]) and f."eventId" = ${eventId}::uuid`;
      if (kept)
        await tx.event.updateMany({
          where: { id: eventId, recognisedRevision: { gt: revision } },
          data: { recognisedRevision: revision },
        });
      await noteWish(tx, eventId);
      return count;
    });
  }

  async find(id: string): Promise<ObjectionRecord | null> {
    const row = await this.database.prisma.objection.findFirst({
      where: { id, event: { erasedAt: null, deletedAt: null } },
      select: RECORD,
    });
    return row && toRecord(row);
  }

  /** Those that wait first, then the newest. */
  async listOfEvent(eventId: string): Promise<ObjectionRecord[]> {
    const rows = await this.database.prisma.objection.findMany({
      where: { eventId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: RECORD,
    });
    const records = rows.map(toRecord);
    const waits = ({ state }: ObjectionRecord): number => Number(state !== 'waiting');
    return records.toSorted((a, b) => waits(a) - waits(b));
  }

  async subjectOf(id: string): Promise<ObjectionSubject> {
    const rows = await this.database.prisma.objectedFace.findMany({
      where: { objectionId: id },
      select: { face: { select: { id: true, personId: true } } },
      orderBy: { faceId: 'asc' },
    });
    return {
      personIds: [...new Set(rows.flatMap(({ face }) => face.personId ?? []))],
      faceIds: rows.flatMap(({ face }) => (face.personId === null ? face.id : [])),
    };
  }

  /**
   * Settles one that waits, or, for whoever made it, that stands. Only what was agreed to keeps the face.
   * @returns false when it was settled already
   */
  async settle(
    id: string,
    to: Exclude<ObjectionState, 'waiting'>,
    { answer = null, wish, at }: { answer?: string | null; wish?: ObjectionWish; at: Date },
  ): Promise<boolean> {
    const from: ObjectionState[] = to === 'withdrawn' ? ['waiting', 'agreed', 'declined'] : ['waiting'];
    return this.database.prisma.$transaction(async (tx) => {
      const objection = await tx.objection.findUnique({ where: { id }, select: { eventId: true } });
      if (!objection) return false;
      await lockEvent(tx, objection.eventId);
      const { count } = await tx.objection.updateMany({
        where: { id, state: { in: from } },
        data: {
          ...{ state: to, answeredAt: at },
          ...(to !== 'withdrawn' && { answer }),
          ...(wish !== undefined && { wish }),
          ...(to !== 'agreed' && { embedding: null, embeddingModel: null }),
        },
      });
      if (count === 0) return false;
      if (to === 'withdrawn') await tx.objectedFace.deleteMany({ where: { objectionId: id } });
      // whom grouping has made of its faces since somebody looked
      if (to === 'agreed') await showAsAgreed(tx, await facesOf(tx, id));
      await noteWish(tx, objection.eventId);
      return true;
    });
  }

  /** Of those that stand. @param model of the event's embedder */
  findKept(eventId: string, model: string): Promise<KeptObjection[]> {
    return this.database.prisma.$queryRaw`
      select id, embedding from "Objection"
      where "eventId" = ${eventId}::uuid and embedding is not null and "embeddingModel" = ${model} order by id`;
  }

  /** Faces that came later and are found to be theirs, while the objection stands. */
  async addFaces(id: string, faceIds: readonly string[]): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      const objection = await tx.objection.findUnique({ where: { id }, select: { eventId: true } });
      if (!objection) return;
      await lockEvent(tx, objection.eventId);
      if ((await tx.objection.count({ where: { id, embedding: { not: null } } })) === 0) return;
      const added = await tx.$queryRaw<{ faceId: string }[]>`
        insert into "ObjectedFace" ("objectionId", "faceId")
        select ${id}::uuid, f.id from "Face" f
        where f.id = any(${[...faceIds]}::uuid[]) and f."eventId" = ${objection.eventId}::uuid
        on conflict do nothing returning "faceId"`;
      await showAsAgreed(
        tx,
        added.map(({ faceId }) => faceId),
      );
      await noteWish(tx, objection.eventId);
    });
  }
}

async function facesOf(tx: Prisma.TransactionClient, id: string): Promise<string[]> {
  const rows = await tx.objectedFace.findMany({ where: { objectionId: id }, select: { faceId: true } });
  return rows.map(({ faceId }) => faceId);
}

/**
 * Whoever these faces are is shown as was agreed for them, or less: all photos of theirs, not those of these faces alone. In a
 * transaction that holds the event's row.
 */
export async function showAsAgreed(tx: Prisma.TransactionClient, faceIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update "Person" p set appearance = agreed.wish, "seesOwn" = false
    from (
      select f."personId", max(o.wish) as wish
      from "Face" f join "ObjectedFace" x on x."faceId" = f.id join "Objection" o on o.id = x."objectionId"
      where f.id = any(${[...faceIds]}::uuid[]) and o.state = 'agreed' group by f."personId"
    ) agreed
    where p.id = agreed."personId" and p.appearance < agreed.wish`;
}

type RecordRow = Omit<ObjectionRecord, 'keeps' | 'wish'> & { wish: string; embeddingModel: string | null };

function toRecord({ wish, embeddingModel, ...row }: RecordRow): ObjectionRecord {
  return { ...row, wish: wish === 'blurred' ? 'blurred' : 'withheld', keeps: embeddingModel !== null };
}
