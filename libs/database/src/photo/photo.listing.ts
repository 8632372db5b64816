/** @module Photos as people see them: pages of an event, one photo with its faces, one face. */
import type { OnesPhotos, PhotoScope, VisitorScope } from '@visage/access/access.filter';
import type { PhotoWishes } from '@visage/access/access.wish';
import type { Photo, PhotoFace, PhotoFile, PhotoShelf, PhotoState } from '@visage/contracts/photo.contract';
import { CursorError } from '../client/cursor.error.js';
import type { Database } from '../client/database.client.js';
import { PLACE_JSON, placeOfJson, type PlaceJson, type StoredPlace } from '../face/face.place.js';
import { Prisma, type Photo as PhotoRow } from '../generated/client.js';
import { isAfter, PHOTO_ORDER, readCursor, writeCursor } from './photo.cursor.js';
import { toPhotoRecord } from './photo.record.js';
import { photosInState } from './photo.state.js';
import {
  findEventWishes,
  NO_EVENT_WISHES,
  notKeptFrom,
  PHOTO_WISHES,
  toldOf,
  withheldPhotos,
  type EventWishes,
} from './photo.wishes.js';

export interface PhotoFilter {
  state?: PhotoState;
  personId?: string;
  albumId?: string;
  /** Taken by this camera. */
  cameraId?: string;
  shelf?: PhotoShelf;
  /** Only these. */
  photoIds?: readonly string[];
  /** Sent by this guest, and waiting for approval. */
  heldFrom?: string;
  /** Only those whose originals can leave without their location. */
  blankable?: boolean;
  /** Photos that somebody may see; all of the event when absent. */
  scope?: PhotoScope;
  /** Only those of it that are in this scope too. */
  within?: PhotoScope;
  /** Only those that visitors would see, were it not for the wish of somebody whom they show. */
  withheld?: true;
}

export interface ListedPhotoPage {
  photos: Photo[];
  nextCursor: string | null;
  /** Photos on all pages; counted for the first one only, else null. */
  total: number | null;
}

/** What serving a photo's bytes needs besides what is shown. */
export interface ListedPhoto extends Photo {
  /** Its other files. */
  raws: PhotoFile[];
  eventId: string;
  /** Who owns its event, and what that is called. */
  organizerId: string;
  eventName: string;
  format: string | null;
  ingestVersion: number;
  md5: string;
  /** How the original leaves where its location is hidden; null = not at all. */
  blanks: Uint8Array | null;
  faces: FaceOfPhoto[];
  wishes: PhotoWishes;
  /** Its files in which faces are blurred; null while there are none. */
  blur: BlurredFile | null;
  /** Albums it is in; a share may be for some of them only. */
  albumIds: string[];
}

/** Who shows where it is opens its place; for all else it stays as it is. */
export interface FaceOfPhoto extends Omit<PhotoFace, 'box'> {
  place: StoredPlace;
}

/** What leaves instead of an original in which somebody is to be unrecognisable; a JPEG. */
export interface BlurredFile {
  /** Part of the address of each of the photo's blurred files. */
  mark: string;
  sha256: string;
  md5: string;
  crc32: number;
  bytes: number;
}

export interface ListedFace {
  id: string;
  eventId: string;
  /** Who owns its event. */
  organizerId: string;
  /** Of its event; null only in the moment of erasing. */
  photoId: string;
  personId: string | null;
  /** Its photo waits for approval. */
  held: boolean;
  /** Of its photo. */
  wishes: PhotoWishes;
}

const withGuest = { guest: { select: { name: true } } } as const;

export class PhotoListing {
  constructor(private readonly database: Database) {}

  /**
   * By the moment they were taken. Photos that arrive meanwhile stand where they belong: on a page to come, or on one that
   * was read before. Only one that is dated anew meanwhile may come twice. @throws CursorError
   */
  async page(
    eventId: string,
    filter: PhotoFilter,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<ListedPhotoPage> {
    const rows = await this.database.prisma.photo.findMany({
      where: { AND: [await this.where(eventId, filter), cursor === undefined ? {} : after(cursor)] },
      orderBy: PHOTO_ORDER,
      take: limit + 1,
      include: withGuest,
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit;
    const total = cursor !== undefined ? null : more ? await this.count(eventId, filter) : rows.length;
    return { photos: shown.map(toPhoto), nextCursor: last && more ? writeCursor(last) : null, total };
  }

  /** Ids of all of them, in the order of the pages. */
  async ids(eventId: string, filter: PhotoFilter): Promise<string[]> {
    const rows = await this.database.prisma.photo.findMany({
      where: await this.where(eventId, filter),
      orderBy: PHOTO_ORDER,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async count(eventId: string, filter: PhotoFilter): Promise<number> {
    return this.database.prisma.photo.count({ where: await this.where(eventId, filter) });
  }

  /** @param trashed also one in the trash; else that is null. */
  async find(photoId: string, { trashed = false } = {}): Promise<ListedPhoto | null> {
    const [photo] = await this.findEach([photoId], { trashed });
    return photo ?? null;
  }

  /** Those of them that are there, in no order. @param trashed also those in the trash */
  async findEach(photoIds: readonly string[], { trashed = false } = {}): Promise<ListedPhoto[]> {
    // every picture that is shown asks this, so it is one statement
    const rows = await this.database.prisma.$queryRaw<FoundRow[]>`
      select ${EVERY_COLUMN}, e."ownerId" as "organizerId", e.name as "eventName", g.name as "guestName",
        array(select a."albumId" from "AlbumPhoto" a where a."photoId" = p.id) as "albumIds",
        coalesce((
          select json_agg(json_build_object('id', r.id, 'fileName', r."fileName", 'bytes', r.bytes) order by r."createdAt", r.id)
          from "Photo" r where r."rawOf" = p.id
        ), '[]') as raws,
        coalesce((
          select json_agg(json_build_object('id', f.id, 'personId', f."personId", 'score', f.score, 'quality', f.quality,
            'place', ${PLACE_JSON}) order by f.id)
          from "Face" f where f."photoId" = p.id
        ), '[]') as faces,
        ${PHOTO_WISHES} as wishes, to_json(b) as blur
      from "Photo" p join "Event" e on e.id = p."eventId" left join "Guest" g on g.id = p."guestId"
        left join "BlurredPhoto" b on b."photoId" = p.id
      where p.id = any(${photoIds}::uuid[]) and e."erasedAt" is null and e."deletedAt" is null
        and (${trashed} or p."deletedAt" is null)`;
    return rows.map(toListedPhoto);
  }

  async findFace(faceId: string): Promise<ListedFace | null> {
    const [face] = await this.database.prisma.$queryRaw<ListedFace[]>`
      select f.id, f."eventId", f."photoId", f."personId", p."heldAt" is not null as held,
        e."ownerId" as "organizerId", ${PHOTO_WISHES} as wishes
      from "Face" f join "Photo" p on p.id = f."photoId" join "Event" e on e.id = f."eventId"
      where f.id = ${faceId}::uuid and p."deletedAt" is null and e."erasedAt" is null and e."deletedAt" is null`;
    return face ?? null;
  }

  private async where(eventId: string, filter: PhotoFilter): Promise<Prisma.PhotoWhereInput> {
    const ofVisitors = [filter.scope, filter.within].some(
      (scope) => scope !== undefined && isOfVisitor(scope),
    );
    return where(
      eventId,
      filter,
      ofVisitors ? await findEventWishes(this.database, eventId) : NO_EVENT_WISHES,
    );
  }
}

function where(eventId: string, filter: PhotoFilter, wishes: EventWishes): Prisma.PhotoWhereInput {
  const { state, photoIds, personId, albumId, cameraId, shelf, heldFrom, blankable } = filter;
  const scopes = [filter.scope, filter.within].flatMap((scope) => scope ?? []);
  return {
    eventId,
    rawOf: null,
    ...(shelf === 'trash' ? { deletedAt: { not: null }, erasing: false } : { deletedAt: null }),
    AND: [
      shelf === undefined ? {} : onShelf[shelf],
      state === undefined ? {} : photosInState[state],
      photoIds === undefined ? {} : { id: { in: [...photoIds] } },
      personId === undefined ? {} : { faces: { some: { personId } } },
      cameraId === undefined ? {} : { cameraId },
      albumId === undefined ? {} : { albums: { some: { albumId } } },
      heldFrom === undefined ? {} : { guestId: heldFrom, heldAt: { not: null } },
      blankable === true ? { blanks: { not: null } } : {},
      ...scopes.map((scope) =>
        inScope(filter.withheld && isOfVisitor(scope) ? toldOf(wishes, scope) : scope),
      ),
      ...scopes
        .filter(isOfVisitor)
        .flatMap((scope) => (filter.withheld ? withheldPhotos(wishes, scope) : notKeptFrom(wishes, scope))),
    ],
  };
}

const onShelf: Record<PhotoShelf, Prisma.PhotoWhereInput> = {
  held: { heldAt: { not: null } },
  faceless: { ...photosInState.ready, faces: { none: {} } },
  trash: {},
};

const isOfVisitor = (scope: PhotoScope): scope is VisitorScope =>
  scope.kind !== 'all' && scope.kind !== 'none';

/** With `notKeptFrom` the same as `photoInScope` of libs/access, for Postgres. */
function inScope(scope: PhotoScope): Prisma.PhotoWhereInput {
  switch (scope.kind) {
    case 'all':
      return {};
    case 'approved':
      return { heldAt: null };
    case 'people':
      return {
        heldAt: null,
        // Prisma takes an empty OR for no condition at all
        OR: [NOTHING, ...scope.anyOf.map(ofOne)],
      };
    case 'albums':
      return { heldAt: null, albums: { some: { albumId: { in: [...scope.albumIds] } } } };
    case 'none':
      return NOTHING;
  }
}

const NOTHING = { id: { in: [] } };

const ofOne = ({ personIds, photoIds, exceptPhotoIds }: OnesPhotos): Prisma.PhotoWhereInput => ({
  id: { notIn: [...exceptPhotoIds] },
  OR: [{ id: { in: [...photoIds] } }, { faces: { some: { personId: { in: [...personIds] } } } }],
});

function after(cursor: string): Prisma.PhotoWhereInput {
  const from = readCursor(cursor);
  if (!from) throw new CursorError();
  return isAfter(from);
}

function toPhoto(row: PhotoRow & { guest: { name: string | null } | null }): Photo {
  const { id, fileName, bytes, sha256, state, error, width, height, takenAt, createdAt } = toPhotoRecord(row);
  return {
    id,
    fileName,
    bytes,
    sha256,
    state,
    error,
    width,
    height,
    takenAt,
    takenFrom: row.takenFrom,
    createdAt: createdAt.toISOString(),
    // the second file of a photo is for those alone who see what waits, whatever becomes of the photo
    held: row.heldAt !== null || row.rawOf !== null,
    guestName: row.guest?.name ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

/** By name: a statement that is kept prepared fails once `p.*` has come to mean more. */
const EVERY_COLUMN = Prisma.raw(
  Object.values(Prisma.PhotoScalarFieldEnum)
    .map((column) => `p."${column}"`)
    .join(', '),
);

type FoundRow = PhotoRow &
  Pick<ListedPhoto, 'organizerId' | 'eventName' | 'albumIds' | 'raws' | 'wishes' | 'blur'> & {
    guestName: string | null;
    faces: (Omit<FaceOfPhoto, 'place'> & { place: PlaceJson })[];
  };

function toListedPhoto(row: FoundRow): ListedPhoto {
  const { eventId, organizerId, eventName, format, ingestVersion, albumIds, raws, guestName: name } = row;
  const { md5, blanks, wishes, blur } = row;
  return {
    ...toPhoto({ ...row, guest: { name } }),
    ...{ eventId, organizerId, eventName, format, ingestVersion, albumIds, raws, md5, blanks, wishes, blur },
    faces: row.faces.map((face) => ({ ...face, place: placeOfJson(face.place) })),
  };
}
