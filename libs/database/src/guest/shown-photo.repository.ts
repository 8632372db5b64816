/** @module What guests have been shown as their own, page by page; so what is new to them, and what was taken back. */
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { THEIRS } from './shown-photo.keep.js';

export class ShownPhotoRepository {
  constructor(private readonly database: Database) {}

  /** @returns those of them that they had not been shown before `since`. */
  async note(guestId: string, photoIds: readonly string[], at: Date, since: Date = at): Promise<Set<string>> {
    if (photoIds.length === 0) return new Set();
    const rows = await this.database.prisma.$queryRaw<{ photoId: string }[]>`
      with asked as (
        select photo.id from "Photo" photo join "Guest" guest on guest.id = ${guestId}::uuid
        where photo.id = any(${[...photoIds]}::uuid[])
      ), noted as (
        insert into "ShownPhoto" ("guestId", "photoId", "shownAt")
        select ${guestId}::uuid, id, ${at} from asked
        on conflict do nothing
      )
      select id as "photoId" from asked where not exists (
        select 1 from "ShownPhoto" s where s."guestId" = ${guestId}::uuid and s."photoId" = asked.id and s."shownAt" < ${since})`;
    return new Set(rows.map(({ photoId }) => photoId));
  }

  /** Of the guest's photos, those they had not been shown before `since`. @param ownIds the guest's photos */
  async countFresh(guestId: string, ownIds: readonly string[], since: Date): Promise<number> {
    const known = await this.database.prisma.shownPhoto.count({
      where: { guestId, photoId: { in: [...ownIds] }, shownAt: { lt: since } },
    });
    return ownIds.length - known;
  }

  /** Photos that the guest was shown, and is not any more, but for those they said they are not in. */
  async countWithdrawn(guestId: string): Promise<number> {
    const [row] = await this.database.prisma.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from "ShownPhoto" s where s."guestId" = ${guestId}::uuid and ${WITHDRAWN}`;
    return row?.count ?? 0;
  }

  /** The guest has read it. */
  async forgetWithdrawn(guestId: string): Promise<void> {
    await this.database.prisma.$executeRaw`
      delete from "ShownPhoto" s where s."guestId" = ${guestId}::uuid and ${WITHDRAWN}`;
  }
}

const WITHDRAWN = Prisma.sql`not exists (
    select 1 from "PersonEdit" w where w."guestId" = s."guestId" and w."photoId" = s."photoId" and w."undoneAt" is null
  ) and (
    exists (select 1 from "Photo" p where p.id = s."photoId" and (p."deletedAt" is not null or p."heldAt" is not null))
    or not s.kept and not ${THEIRS})`;
