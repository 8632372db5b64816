/**
 * @module What guests have been shown as their own, page by page; so what is new to them, and what was taken back. Who shares a
 * browser is shown what the others there are shown.
 */
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { THEIRS } from './shown-photo.keep.js';

export class ShownPhotoRepository {
  constructor(private readonly database: Database) {}

  /** @param shown to whom which */
  async note(shown: ReadonlyMap<string, readonly string[]>, at: Date): Promise<void> {
    const pairs = [...shown].flatMap(([guestId, photoIds]) =>
      photoIds.map((photoId) => ({ guestId, photoId })),
    );
    if (pairs.length === 0) return;
    await this.database.prisma.$executeRaw`
      insert into "ShownPhoto" ("guestId", "photoId", "shownAt")
      select guest.id, photo.id, ${at}
      from unnest(${pairs.map(({ guestId }) => guestId)}::uuid[], ${pairs.map(({ photoId }) => photoId)}::uuid[])
          as given(guest, photo)
        join "Guest" guest on guest.id = given.guest join "Photo" photo on photo.id = given.photo
      on conflict do nothing`;
  }

  /** Those of the photos that none of the guests had been shown before `since`. */
  async fresh(guestIds: readonly string[], photoIds: readonly string[], since: Date): Promise<Set<string>> {
    const known = await this.database.prisma.shownPhoto.findMany({
      where: { guestId: { in: [...guestIds] }, photoId: { in: [...photoIds] }, shownAt: { lt: since } },
      select: { photoId: true },
    });
    const seen = new Set(known.map(({ photoId }) => photoId));
    return new Set(photoIds.filter((id) => !seen.has(id)));
  }

  /** Photos that any of the guests was shown, and none is any more, but for those they said they are not in. */
  async countWithdrawn(guestIds: readonly string[]): Promise<number> {
    const [row] = await this.database.prisma.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from (
        select 1 from "ShownPhoto" s where s."guestId" = any(${[...guestIds]}::uuid[])
        group by s."photoId" having bool_or(${WITHDRAWN}) and bool_and(${SAID} or ${WITHDRAWN})
      ) withdrawn`;
    return row?.count ?? 0;
  }

  /** The guests have read it. */
  async forgetWithdrawn(guestIds: readonly string[]): Promise<void> {
    await this.database.prisma.$executeRaw`
      delete from "ShownPhoto" s where s."guestId" = any(${[...guestIds]}::uuid[]) and ${WITHDRAWN}`;
  }
}

/** The guest spoke of the photo. */
const SAID = Prisma.sql`exists (
  select 1 from "PersonEdit" w where w."guestId" = s."guestId" and w."photoId" = s."photoId" and w."undoneAt" is null)`;

const WITHDRAWN = Prisma.sql`(not ${SAID} and (
    exists (select 1 from "Photo" p where p.id = s."photoId" and (p."deletedAt" is not null or p."heldAt" is not null))
    or not s.kept and not ${THEIRS}))`;
