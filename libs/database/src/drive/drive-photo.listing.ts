/** @module Photos on their way into somebody's Drive, with everything that decides whether they may leave. */
import type { DriveResource } from '@visage/access/access.resource';
import type { Database } from '../client/database.client.js';
import { PHOTO_WISHES } from '../photo/photo.wishes.js';

/** Few enough to hold with whom they show. */
const AT_ONCE = 1000;

export class DrivePhotoListing {
  constructor(private readonly database: Database) {}

  /** Those that are gone, or whose event is in the trash, are left out. */
  async of(photoIds: readonly string[]): Promise<DriveResource[]> {
    const found: DriveResource[] = [];
    for (let at = 0; at < photoIds.length; at += AT_ONCE)
      found.push(...(await this.query(photoIds.slice(at, at + AT_ONCE))));
    return found;
  }

  /** What decides about a photo decides about its second file, too. */
  private async query(photoIds: readonly string[]): Promise<DriveResource[]> {
    // asked before every photo that is sent, so it is one statement
    const rows = await this.database.prisma.$queryRaw<Omit<DriveResource, 'kind'>[]>`
      select file.id as "photoId", p."eventId", e."ownerId" as "organizerId",
        p."heldAt" is not null as held, p."deletedAt" is not null as trashed,
        file.blanks is not null as blankable,
        array(select distinct f."personId" from "Face" f where f."photoId" = p.id and f."personId" is not null) as "personIds",
        array(select a."albumId" from "AlbumPhoto" a where a."photoId" = p.id) as "albumIds",
        ${PHOTO_WISHES} as wishes
      from "Photo" file join "Photo" p on p.id = coalesce(file."rawOf", file.id) join "Event" e on e.id = p."eventId"
      where file.id = any(${photoIds}::uuid[]) and e."erasedAt" is null and e."deletedAt" is null`;
    return rows.map((row) => ({ kind: 'drive', ...row }));
  }
}
