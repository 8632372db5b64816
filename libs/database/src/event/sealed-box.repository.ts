/**
 * @module Everything in Postgres that is sealed under the key of an event, to be sealed anew under another one, some at a time. Who
 * has overwritten a box since it was read has done so under the new key, so only what was read is replaced.
 */
import type { Database } from '../client/database.client.js';

export interface SealedFace {
  id: string;
  embedding: Uint8Array | null;
  embeddingModel: string | null;
  second: Uint8Array | null;
  secondModel: string | null;
  place: Uint8Array | null;
}

/** A box that a guest drew: sealed as the place of a face of this id. */
export interface SealedDrawing {
  editId: string;
  faceId: string;
  place: Uint8Array;
}

/** What somebody looks like who is looked for, or who objected: sealed as a face of this id. */
export interface SealedLikeness {
  table: 'KeptSelfie' | 'Objection';
  id: string;
  embedding: Uint8Array;
  model: string;
}

/** A box of a row, and what takes its place. */
export interface ResealedBox {
  id: string;
  column: 'embedding' | 'second' | 'place';
  former: Uint8Array;
  box: Uint8Array;
}

const LONG = { maxWait: 10_000, timeout: 60_000 };

export class SealedBoxRepository {
  constructor(private readonly database: Database) {}

  /** The next faces that the rotation under way has not come to, in the order of their ids. */
  facesLeft(eventId: string, limit: number): Promise<SealedFace[]> {
    return this.database.prisma.$queryRaw`
      select f.id, f.embedding, f."embeddingModel", f.second, f."secondModel", f.place
      from "Face" f join "Event" e on e.id = f."eventId"
      where f."eventId" = ${eventId}::uuid and f.id > coalesce(e."resealedTo", ${FIRST}::uuid)
      order by f.id limit ${limit}`;
  }

  countFaces(eventId: string): Promise<number> {
    return this.database.prisma.face.count({ where: { eventId } });
  }

  /** Of these faces, those that are there, and will be: neither they nor their photos are being erased. */
  async facesThatStay(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.prisma.face.findMany({
      where: { id: { in: [...ids] }, erasedAt: null, photo: { erasing: false } },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** @param to the last of the faces that this is all of */
  async saveFaces(eventId: string, boxes: readonly ResealedBox[], to: string): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      // the event before its faces, as everybody
      await tx.event.updateMany({ where: { id: eventId }, data: { resealedTo: to } });
      const of = (column: ResealedBox['column']): ResealedBox[] =>
        boxes.filter((box) => box.column === column);
      const first = of('embedding');
      if (first.length > 0)
        await tx.$executeRaw`
          update "Face" set embedding = given.box
          from unnest(${first.map(({ id }) => id)}::uuid[], ${first.map(({ former }) => former)}::bytea[],
            ${first.map(({ box }) => box)}::bytea[]) as given(face, former, box)
          where "Face".id = given.face and "Face".embedding = given.former`;
      const second = of('second');
      if (second.length > 0)
        await tx.$executeRaw`
          update "Face" set second = given.box
          from unnest(${second.map(({ id }) => id)}::uuid[], ${second.map(({ former }) => former)}::bytea[],
            ${second.map(({ box }) => box)}::bytea[]) as given(face, former, box)
          where "Face".id = given.face and "Face".second = given.former`;
      const places = of('place');
      if (places.length > 0)
        await tx.$executeRaw`
          update "Face" set place = given.box
          from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ former }) => former)}::bytea[],
            ${places.map(({ box }) => box)}::bytea[]) as given(face, former, box)
          where "Face".id = given.face and "Face".place = given.former`;
    }, LONG);
  }

  likenesses(eventId: string): Promise<SealedLikeness[]> {
    return this.database.prisma.$queryRaw`
      select 'KeptSelfie' as table, k.id, k.embedding, k.model
      from "KeptSelfie" k join "Guest" g on g.id = k."guestId"
        join "ShareCode" c on c.id = g."shareCodeId" join "Share" s on s.id = c."shareId"
      where s."eventId" = ${eventId}::uuid
      union all
      select 'Objection', id, embedding, "embeddingModel" from "Objection"
      where "eventId" = ${eventId}::uuid and embedding is not null`;
  }

  async photoKey(eventId: string): Promise<Uint8Array | null> {
    const row = await this.database.prisma.event.findUnique({
      where: { id: eventId },
      select: { photoKey: true },
    });
    return row?.photoKey ?? null;
  }

  async savePhotoKey(eventId: string, former: Uint8Array, box: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId, photoKey: new Uint8Array(former) },
      data: { photoKey: box },
    });
  }

  async saveLikeness({ table, id, embedding: former }: SealedLikeness, box: Uint8Array): Promise<void> {
    const { prisma } = this.database;
    if (table === 'KeptSelfie')
      await prisma.$executeRaw`update "KeptSelfie" set embedding = ${box} where id = ${id}::uuid and embedding = ${former}`;
    else
      await prisma.$executeRaw`update "Objection" set embedding = ${box} where id = ${id}::uuid and embedding = ${former}`;
  }

  drawings(eventId: string): Promise<SealedDrawing[]> {
    return this.database.prisma.$queryRaw`
      select id as "editId", detail->>'faceId' as "faceId", place from "PersonEdit"
      where "eventId" = ${eventId}::uuid and place is not null`;
  }

  async saveDrawing({ editId, place: former }: SealedDrawing, place: Uint8Array): Promise<void> {
    await this.database.prisma.$executeRaw`
      update "PersonEdit" set place = ${place} where id = ${editId}::uuid and place = ${former}`;
  }
}

const FIRST = '00000000-0000-0000-0000-000000000000';
