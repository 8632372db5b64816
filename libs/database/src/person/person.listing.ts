/** @module The people of an event as organizers see them, with how often they were photographed. */
import type { Person, PersonFace } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';

export interface ListedPerson extends Person {
  eventId: string;
}

export class PersonListing {
  constructor(private readonly database: Database) {}

  /** Those in most photos first. */
  listOfEvent(eventId: string): Promise<ListedPerson[]> {
    return this.query(Prisma.sql`p."eventId" = ${eventId}::uuid and f.id is not null`);
  }

  async find(personId: string): Promise<ListedPerson | null> {
    return (await this.query(Prisma.sql`p.id = ${personId}::uuid`))[0] ?? null;
  }

  /** The clearest first. */
  async facesOf(personId: string): Promise<PersonFace[]> {
    return this.database.prisma.face.findMany({
      where: { personId, photo: { deletedAt: null } },
      select: { id: true, photoId: true, quality: true },
      orderBy: [{ quality: 'desc' }, { id: 'asc' }],
    });
  }

  private query(condition: Prisma.Sql): Promise<ListedPerson[]> {
    return this.database.prisma.$queryRaw<ListedPerson[]>`
      select p.id, p."eventId", p.name, case when bool_or(f.id = p."coverFaceId") then p."coverFaceId"
          else (array_agg(f.id order by f.quality desc, f.id))[1] end as "coverFaceId",
        p."hiddenAt" is not null as hidden,
        count(distinct f."photoId")::int as photos, count(f.id)::int as faces
      from "Person" p
        join "Event" e on e.id = p."eventId" and e."erasedAt" is null and e."deletedAt" is null
        left join ("Face" f join "Photo" photo on photo.id = f."photoId" and photo."deletedAt" is null)
          on f."personId" = p.id
      where ${condition}
      group by p.id
      order by photos desc, faces desc, p.id`;
  }
}
