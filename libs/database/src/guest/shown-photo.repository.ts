/** @module What guests have been shown as their own, page by page. */
import type { Database } from '../client/database.client.js';

export class ShownPhotoRepository {
  constructor(private readonly database: Database) {}

  /** @returns those that they had not been shown before. */
  async note(guestId: string, photoIds: readonly string[], at: Date): Promise<Set<string>> {
    if (photoIds.length === 0) return new Set();
    const rows = await this.database.prisma.$queryRaw<{ photoId: string }[]>`
      insert into "ShownPhoto" ("guestId", "photoId", "shownAt")
      select guest.id, photo.id, ${at} from "Guest" guest, "Photo" photo
      where guest.id = ${guestId}::uuid and photo.id = any(${[...photoIds]}::uuid[])
      on conflict do nothing returning "photoId"`;
    return new Set(rows.map(({ photoId }) => photoId));
  }
}
