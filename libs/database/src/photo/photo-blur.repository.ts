/**
 * @module The files of a photo in which somebody is unrecognisable. Which faces these are to be follows from the people, which
 * they are is written on the faces, so that a face whose person changes is missing in the files at once.
 */
import type { Database } from '../client/database.client.js';
import { PLACE_JSON, placeOfJson, type PlaceJson, type StoredPlace } from '../face/face.place.js';
import { Prisma } from '../generated/client.js';
import type { BlurredFile } from './photo.listing.js';
import { noteWish } from './photo.wishes.js';

/** A photo, and the faces that its files are to make unrecognisable. */
export interface PhotoToBlur {
  photoId: string;
  eventId: string;
  sha256: string;
  takenAt: string | null;
  faces: { id: string; place: StoredPlace }[];
  /** Whether the files that there are do so, and no more. */
  done: boolean;
  /** Part of the addresses of the files that there are. */
  mark: string | null;
}

type FoundRow = Omit<PhotoToBlur, 'faces'> & { faces: { id: string; place: PlaceJson }[] };

/** The face `f` is to be unrecognisable. */
const WANTED = Prisma.sql`exists (select 1 from "FaceWish" w where w."faceId" = f.id and w.appearance = 'blurred')`;

export class PhotoBlurRepository {
  constructor(private readonly database: Database) {}

  /** Null when the photo or its event is gone. */
  async find(photoId: string): Promise<PhotoToBlur | null> {
    const [found] = await this.database.prisma.$queryRaw<FoundRow[]>`
      select p.id as "photoId", p."eventId", p.sha256, p."takenAt", b.mark,
        coalesce((
          select json_agg(json_build_object('id', f.id, 'place', ${PLACE_JSON}) order by f.id)
          from "Face" f where f."photoId" = p.id and ${WANTED}
        ), '[]') as faces,
        p."endedWish" = 'blurred' or not exists (select 1 from "Face" f where f."photoId" = p.id and f.blurred <> ${WANTED}) and (b.mark is not null) = exists (select 1 from "Face" f where f."photoId" = p.id and f.blurred) as done
      from "Photo" p join "Event" e on e.id = p."eventId" left join "BlurredPhoto" b on b."photoId" = p.id
      where p.id = ${photoId}::uuid and p."deletedAt" is null and e."deletedAt" is null and e."erasedAt" is null`;
    if (!found) return null;
    return { ...found, faces: found.faces.map(({ id, place }) => ({ id, place: placeOfJson(place) })) };
  }

  /**
   * The photo has these files now; without any, no face of it is blurred.
   * @returns false when the faces, or what is wished for them, changed meanwhile: nothing is written.
   */
  async record(photoId: string, faceIds: readonly string[], file: BlurredFile | null): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const [photo] = await tx.$queryRaw<{ eventId: string }[]>`
        select "eventId" from "Photo" where id = ${photoId}::uuid for no key update`;
      if (!photo) return false;
      // the event first, then its faces, as everybody who writes whose a face is
      await noteWish(tx, photo.eventId);
      const wanted = await tx.$queryRaw<{ id: string }[]>`
        select f.id from "Face" f where f."photoId" = ${photoId}::uuid and ${WANTED} order by f.id`;
      if (wanted.map(({ id }) => id).join() !== [...faceIds].sort().join()) return false;
      await tx.$executeRaw`
        update "Face" set blurred = id = any(${[...faceIds]}::uuid[])
        where "photoId" = ${photoId}::uuid and blurred <> (id = any(${[...faceIds]}::uuid[]))`;
      if (file)
        await tx.blurredPhoto.upsert({ where: { photoId }, create: { photoId, ...file }, update: file });
      else await tx.blurredPhoto.deleteMany({ where: { photoId } });
      return true;
    });
  }

  /** Photos whose blurred files are not those that people wish for. Oldest first. */
  async findPhotosToBlur(limit: number): Promise<string[]> {
    const rows = await this.database.prisma.$queryRaw<{ id: string }[]>`
      select p.id from "Photo" p join "Event" e on e.id = p."eventId"
      where p."deletedAt" is null and p."failedAt" is null and p."ingestVersion" > 0 and e."deletedAt" is null and e."erasedAt" is null
        and p."endedWish" <> 'blurred' -- once the faces have ended its files cannot be made anew, and stay
        and p.id in (
          select w."photoId" from "FaceWish" w join "Face" f on f.id = w."faceId" where w.appearance = 'blurred' and not f.blurred
          union
          select f."photoId" from "BlurredPhoto" b join "Face" f on f."photoId" = b."photoId" where f.blurred and not ${WANTED}
          union
          select b."photoId" from "BlurredPhoto" b
            where not exists (select 1 from "Face" f where f."photoId" = b."photoId" and f.blurred)
        )
      order by p.id limit ${limit}`;
    return rows.map(({ id }) => id);
  }
}
