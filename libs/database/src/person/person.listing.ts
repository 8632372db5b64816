/** @module The people of an event as organizers see them, with how often they were photographed. */
import type { Person, PersonFace, PersonShelf } from '@visage/contracts/person.contract';
import { CursorError } from '../client/cursor.error.js';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { AGREED_FOR } from '../objection/objection.agreement.js';

/** The cover of the person `p` that is kept, while its photo is shown; else their clearest face. */
export const COVER_OF = Prisma.sql`(
  select f.id from "Face" f join "Photo" photo on photo.id = f."photoId"
  where f."personId" = p.id and photo."deletedAt" is null and photo."heldAt" is null
  order by f.id = p."coverFaceId" desc nulls last, f.quality desc, f.id limit 1)`;

export interface ListedPerson extends Person {
  eventId: string;
}

export interface PersonFilter {
  shelf?: PersonShelf | undefined;
  /** Only those in this photo. */
  photoId?: string | undefined;
}

export interface ListedPersonPage {
  people: ListedPerson[];
  nextCursor: string | null;
  /** People on all pages; counted for the first one only, else null. */
  total: number | null;
}

export class PersonListing {
  constructor(private readonly database: Database) {}

  /** Those in most photos first; people whose photos are all in the trash, or wait for approval, are left out. @throws CursorError */
  async page(
    eventId: string,
    filter: PersonFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<ListedPersonPage> {
    const listed = where(eventId, filter);
    const from = cursor === undefined ? Prisma.empty : after(cursor);
    const rows = await this.query(Prisma.sql`${listed} ${from}`, limit + 1);
    const people = rows.slice(0, limit);
    const last = people.at(-1);
    const more = rows.length > limit;
    const total = cursor !== undefined ? null : more ? await this.count(listed) : rows.length;
    return { people, nextCursor: last && more ? writeCursor(last) : null, total };
  }

  /** By the id of somebody who has become another person: that person. */
  async find(personId: string): Promise<ListedPerson | null> {
    const heir = Prisma.sql`select "heirId" from "EndedPerson" where id = ${personId}::uuid`;
    return (await this.query(Prisma.sql`p.id in (${personId}::uuid, (${heir}))`, 1))[0] ?? null;
  }

  /** The clearest first. */
  async facesOf(personId: string): Promise<PersonFace[]> {
    return this.database.prisma.face.findMany({
      where: { personId, photo: { deletedAt: null, heldAt: null } },
      select: { id: true, photoId: true, quality: true },
      orderBy: [{ quality: 'desc' }, { id: 'asc' }],
    });
  }

  private query(condition: Prisma.Sql, limit: number): Promise<ListedPerson[]> {
    return this.database.prisma.$queryRaw<ListedPerson[]>`
      select p.id, p."eventId", p.name, p."hiddenAt" is not null as hidden, p.appearance::text as appearance, p."seesOwn", p."shownPhotos" as photos, p."shownFaces" as faces,
        ${COVER_OF} as "coverFaceId", ${AGREED_FOR}::text as agreed
      from "Person" p join "Event" e on e.id = p."eventId" and e."erasedAt" is null and e."deletedAt" is null
      where ${condition}
      order by p."shownPhotos" desc, p."shownFaces" desc, p.id
      limit ${limit}`;
  }

  private async count(condition: Prisma.Sql): Promise<number> {
    const [row] = await this.database.prisma.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from "Person" p where ${condition}`;
    return row?.count ?? 0;
  }
}

function where(eventId: string, { shelf, photoId }: PersonFilter): Prisma.Sql {
  const hidden =
    shelf === undefined ? Prisma.empty : Prisma.sql`and (p."hiddenAt" is not null) = ${shelf === 'hidden'}`;
  const shown =
    photoId === undefined
      ? Prisma.empty
      : Prisma.sql`and p.id in (select "personId" from "Face" where "photoId" = ${photoId}::uuid)`;
  return Prisma.sql`p."eventId" = ${eventId}::uuid and p."shownFaces" > 0 ${hidden} ${shown}`;
}

function after(cursor: string): Prisma.Sql {
  const from = readCursor(cursor);
  if (!from) throw new CursorError();
  const { photos, faces, id } = from;
  return Prisma.sql`and p."shownPhotos" <= ${photos} and (p."shownPhotos" < ${photos}
    or p."shownFaces" < ${faces} or (p."shownFaces" = ${faces} and p.id > ${id}::uuid))`;
}

/** Where a page ended: what its last person is sorted by, as an opaque string. */
interface PersonCursor {
  photos: number;
  faces: number;
  id: string;
}

const CURSOR = /^(\d{1,9})\.(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function writeCursor({ photos, faces, id }: PersonCursor): string {
  return Buffer.from(`${photos}.${faces}.${id}`).toString('base64url');
}

/** Null when the text is no cursor of ours. */
function readCursor(text: string): PersonCursor | null {
  const [, photos, faces, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  return id === undefined ? null : { photos: Number(photos), faces: Number(faces), id };
}
