/** @module Objections as those who organize the event see them: whom they are about, and what they answered. */
import type { Objection } from '@visage/contracts/objection.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { COVER_OF } from '../person/person.listing.js';

export type ListedObjection = Omit<Objection, 'createdAt' | 'answeredAt'> & {
  createdAt: Date;
  answeredAt: Date | null;
};

export class ObjectionListing {
  constructor(private readonly database: Database) {}

  /** Those that wait first, then the newest. */
  ofEvent(eventId: string): Promise<ListedObjection[]> {
    return this.query(Prisma.sql`o."eventId" = ${eventId}::uuid`);
  }

  async find(objectionId: string): Promise<ListedObjection | null> {
    return (await this.query(Prisma.sql`o.id = ${objectionId}::uuid`))[0] ?? null;
  }

  private query(condition: Prisma.Sql): Promise<ListedObjection[]> {
    return this.database.prisma.$queryRaw<ListedObjection[]>`
      select o.id, o.wish::text as wish, o.state::text as state, o.embedding is not null as keeps, o.answer, o."createdAt", o."answeredAt",
        coalesce((
          select json_agg(
            json_build_object('id', p.id, 'name', p.name, 'coverFaceId', ${COVER_OF}, 'photos', p."shownPhotos")
            order by p."shownPhotos" desc, p.id)
          from "Person" p where p.id in (
            select f."personId" from "ObjectedFace" x join "Face" f on f.id = x."faceId" where x."objectionId" = o.id)
        ), '[]') as people,
        coalesce((
          select json_agg(f.id order by f.id) from "ObjectedFace" x join "Face" f on f.id = x."faceId"
          where x."objectionId" = o.id and f."personId" is null
        ), '[]') as "faceIds",
        (select count(*)::int from "ObjectedPhoto" x where x."objectionId" = o.id) as "photosAtEnd"
      from "Objection" o where ${condition}
      order by o.state <> 'waiting', o."createdAt" desc, o.id desc`;
  }
}
