/**
 * @module Places of faces that versions before wrote in clear, of faces and of boxes that guests drew, to be sealed some at a time.
 * What two processes do at once is done once: the second finds nothing in clear.
 */
import type { Box } from '@visage/contracts/geometry.contract';
import type { Database } from '../client/database.client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';
import { lockEvent } from '../event/event.lock.js';

/** A face, or the box that a guest drew for one. */
export interface PlainPlace {
  table: 'Face' | 'PersonEdit';
  /** Of the row. */
  id: string;
  faceId: string;
  /** Pixels of the upright image. */
  box: Box;
}

export interface SealedPlace extends Pick<PlainPlace, 'table' | 'id'> {
  place: Uint8Array<ArrayBuffer>;
}

const LONG = { maxWait: 10_000, timeout: 60_000 };

export class FacePlaceRepository {
  constructor(private readonly database: Database) {}

  /** Living events that have places in clear, in the order of their ids. */
  async findEvents(): Promise<string[]> {
    const rows = await this.database.prisma.$queryRaw<{ id: string }[]>`
      select id from "Event" where "erasedAt" is null and id in (
        select "eventId" from "Face" where place is null
        union select "eventId" from "PersonEdit" where jsonb_typeof(detail->'box') = 'array'
      ) order by id`;
    return rows.map(({ id }) => id);
  }

  /** The next ones; those of faces first. */
  findPlain(eventId: string, limit: number): Promise<PlainPlace[]> {
    return this.database.prisma.$queryRaw`
      select 'Face' as table, id, id as "faceId", json_build_array(x, y, width, height) as box from "Face"
      where "eventId" = ${eventId}::uuid and place is null
      union all
      select 'PersonEdit', id, (detail->>'faceId')::uuid, (detail->'box')::json from "PersonEdit"
      where "eventId" = ${eventId}::uuid and jsonb_typeof(detail->'box') = 'array'
      limit ${limit}`;
  }

  /**
   * In the place of what is in clear. Who was found anew meanwhile stays as it is.
   * @param keyRevision of the key that sealed them
   * @throws KeyRotatedError when the event has got another key since
   */
  async seal(eventId: string, sealed: readonly SealedPlace[], keyRevision: number): Promise<void> {
    const of = (table: SealedPlace['table']): SealedPlace[] => sealed.filter((one) => one.table === table);
    const [faces, drawings] = [of('Face'), of('PersonEdit')];
    await this.database.prisma.$transaction(async (tx) => {
      // the event before its faces, as everybody
      await lockEvent(tx, eventId);
      await requireKeyRevision(tx, eventId, keyRevision);
      await tx.$executeRaw`
        update "Face" set place = given.place, x = null, y = null, width = null, height = null
        from unnest(${faces.map(({ id }) => id)}::uuid[], ${faces.map(({ place }) => place)}::bytea[]) as given(face, place)
        where "Face".id = given.face and "Face".place is null`;
      await tx.$executeRaw`
        update "PersonEdit" set place = given.place, detail = detail - 'box'
        from unnest(${drawings.map(({ id }) => id)}::uuid[], ${drawings.map(({ place }) => place)}::bytea[]) as given(edit, place)
        where "PersonEdit".id = given.edit and "PersonEdit".place is null`;
    }, LONG);
  }
}
