/**
 * @module Objections: made by somebody who is no guest and has no account, answered by those who organize the event. Whose photos
 * are kept back meanwhile is the view "FaceWish".
 */
import type { ObjectionWish, ObjectionState } from '@visage/contracts/objection.contract';
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';
import { lockEvent } from '../event/event.lock.js';
import {
  changePerson,
  writeCorrections,
  type Correction,
  type EditedBy,
} from '../person/person-edit.repository.js';
import { LONG } from '../person/person-edit.steps.js';
import { noteWish } from '../photo/photo.wishes.js';
import { showAsAgreed } from './objection.agreement.js';

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

  /**
   * The people of one that waits are shown in this way from now on, or less where that was said before, as corrections that are in
   * the history; its faces that are nobody's too. All of it or nothing, whoever takes the objection back in that moment.
   * @returns how many people it is about; null when it waits no more
   */
  async agree(
    by: EditedBy,
    id: string,
    { appearance, answer, at }: { appearance: ObjectionWish; answer: string | null; at: Date },
  ): Promise<number | null> {
    return this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, by.eventId);
      const state = { wish: appearance, state: 'agreed', answer, answeredAt: at } as const;
      const { count } = await tx.objection.updateMany({
        where: { id, eventId: by.eventId, state: 'waiting' },
        data: state,
      });
      if (count === 0) return null;
      const people = await tx.person.findMany({
        where: { faces: { some: { objections: { some: { objectionId: id } } } } },
        orderBy: { id: 'asc' },
      });
      const corrections: Correction[] = [];
      for (const person of people) {
        // somebody withheld is not shown again by it, with their face blurred
        if (appearance === 'blurred' && person.appearance === 'withheld') continue;
        corrections.push(...(await changePerson(tx, by.eventId, person.id, { appearance, seesOwn: false })));
      }
      await writeCorrections(tx, by, corrections);
      // once the faces have ended, nobody can be covered any more
      await tx.photo.updateMany({
        where: { objections: { some: { objectionId: id } } },
        data: { endedWish: 'withheld' },
      });
      await settled(tx, by.eventId, id);
      return people.length;
    }, LONG);
  }

  /**
   * Declines one that waits, or takes back one that stands, for whoever made it: what was kept of their face goes.
   * @returns false when it was settled already
   */
  async settle(
    id: string,
    to: 'declined' | 'withdrawn',
    { answer, at }: { answer?: string; at: Date },
  ): Promise<boolean> {
    const from: ObjectionState[] = to === 'withdrawn' ? ['waiting', 'agreed', 'declined'] : ['waiting'];
    return this.database.prisma.$transaction(async (tx) => {
      const objection = await tx.objection.findUnique({ where: { id }, select: { eventId: true } });
      if (!objection) return false;
      await lockEvent(tx, objection.eventId);
      const { count } = await tx.objection.updateMany({
        where: { id, state: { in: from } },
        data: {
          ...{ state: to, answeredAt: at, embedding: null, embeddingModel: null },
          ...(answer !== undefined && { answer }),
        },
      });
      if (count === 0) return false;
      if (to === 'withdrawn') await tx.objectedFace.deleteMany({ where: { objectionId: id } });
      await settled(tx, objection.eventId, id);
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

/** It keeps back no photo of its own any more. */
async function settled(tx: Prisma.TransactionClient, eventId: string, id: string): Promise<void> {
  await tx.objectedPhoto.deleteMany({ where: { objectionId: id } });
  await noteWish(tx, eventId);
}

type RecordRow = Omit<ObjectionRecord, 'keeps' | 'wish'> & { wish: string; embeddingModel: string | null };

function toRecord({ wish, embeddingModel, ...row }: RecordRow): ObjectionRecord {
  return { ...row, wish: wish === 'blurred' ? 'blurred' : 'withheld', keeps: embeddingModel !== null };
}
