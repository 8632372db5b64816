/** @module Photos as an archive needs them: what stands in its headers, and who is in them. */
import type { PhotoWishes } from '@visage/access/access.wish';
import type { Database } from '../client/database.client.js';
import type { BlurredFile } from '../photo/photo.listing.js';
import { PHOTO_WISHES } from '../photo/photo.wishes.js';

export interface ZipPhoto {
  id: string;
  fileName: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  md5: string;
  /** Unsigned; null when it was never recorded. */
  crc32: number | null;
  /** How the original leaves where its location is hidden; null = not at all. */
  blanks: Uint8Array | null;
  takenAt: string | null;
  createdAt: Date;
  /** People whose faces are in it. */
  personIds: string[];
  albumIds: string[];
  /** Waits for approval, or is a second file: for staff alone. */
  held: boolean;
  wishes: PhotoWishes;
  /** Its files in which faces are blurred; null while there are none. */
  blur: BlurredFile | null;
  /** The photo whose second file it is. */
  rawOf: string | null;
}

/** Below the number of parameters that one query may have, and few enough to hold with all their faces. */
const AT_ONCE = 1000;

export class ZipListing {
  constructor(private readonly database: Database) {}

  /** Those of `ids` that the event still has, in the order given. */
  async photos(eventId: string, ids: readonly string[]): Promise<ZipPhoto[]> {
    const found: ZipPhoto[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE);
      const rows = new Map((await this.query(eventId, some)).map((row) => [row.id, row]));
      for (const id of some) {
        const row = rows.get(id);
        if (row) found.push(toZipPhoto(row));
      }
    }
    return found;
  }

  /** The same ids, each followed by those of its second files. */
  async withRaws(eventId: string, ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.prisma.photo.findMany({
      where: { eventId, rawOf: { not: null }, deletedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, rawOf: true },
    });
    const raws = new Map<string | null, string[]>();
    for (const { id, rawOf } of rows) raws.set(rawOf, [...(raws.get(rawOf) ?? []), id]);
    return ids.flatMap((id) => [id, ...(raws.get(id) ?? [])]);
  }

  private query(eventId: string, ids: string[]): Promise<ZipPhotoRow[]> {
    return this.database.prisma.$queryRaw`
      select p.id, p."fileName", p.bytes, p.sha256, p.md5, p.crc32, p.blanks, p."takenAt", p."createdAt", p."rawOf",
        p."heldAt" is not null or p."rawOf" is not null as held,
        array(select distinct f."personId" from "Face" f where f."photoId" = p.id and f."personId" is not null) as "personIds",
        array(select a."albumId" from "AlbumPhoto" a where a."photoId" = p.id) as "albumIds",
        ${PHOTO_WISHES} as wishes, to_json(b) as blur
      from "Photo" p join "Event" e on e.id = p."eventId" left join "BlurredPhoto" b on b."photoId" = p.id
      where e.id = ${eventId}::uuid and e."erasedAt" is null and e."deletedAt" is null
        and p.id = any(${ids}::uuid[]) and p."deletedAt" is null`;
  }
}

type ZipPhotoRow = Omit<ZipPhoto, 'bytes' | 'crc32'> & { bytes: bigint; crc32: bigint | null };

function toZipPhoto({ bytes, crc32, ...photo }: ZipPhotoRow): ZipPhoto {
  return { ...photo, bytes: Number(bytes), crc32: crc32 === null ? null : Number(crc32) };
}
