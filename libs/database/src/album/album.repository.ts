/** @module Albums: photos of an event that belong together. Making one and filling it may both happen twice. */
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { pairUp, photosAmong, wholePhotos } from '../photo/raw.pair.js';

export interface AlbumRecord {
  id: string;
  eventId: string;
  name: string;
}

export interface ListedAlbum extends AlbumRecord {
  photos: number;
}

export class AlbumRepository {
  constructor(private readonly database: Database) {}

  /** Of several callers at once one makes the album, and all get the same. */
  async findOrCreate(eventId: string, name: string): Promise<AlbumRecord> {
    await this.database.prisma.album.createMany({ data: [{ eventId, name }], skipDuplicates: true });
    return this.database.prisma.album.findUniqueOrThrow({
      where: { eventId_name: { eventId, name } },
      select: { id: true, eventId: true, name: true },
    });
  }

  /** Null when the event has an album of this name. */
  async create(eventId: string, name: string): Promise<AlbumRecord | null> {
    const made = await this.database.prisma.album.createManyAndReturn({
      data: [{ eventId, name }],
      skipDuplicates: true,
      select: { id: true, eventId: true, name: true },
    });
    return made[0] ?? null;
  }

  /** @returns false when another album of the event has this name. */
  async rename(albumId: string, name: string): Promise<boolean> {
    try {
      await this.database.prisma.album.updateMany({ where: { id: albumId }, data: { name } });
      return true;
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return false;
      throw error;
    }
  }

  /** Its photos stay. @returns false while a mirror keeps it. */
  async remove(albumId: string): Promise<boolean> {
    const { count } = await this.database.prisma.album.deleteMany({
      where: { id: albumId, mirrors: { none: {} } },
    });
    return count > 0;
  }

  /** What is no album of the event is passed over. Positions end at -1, so that albums made later, at 0, come last. */
  async order(eventId: string, albumIds: readonly string[]): Promise<void> {
    await this.database.prisma.$transaction(
      albumIds.map((id, index) =>
        this.database.prisma.album.updateMany({
          where: { id, eventId },
          data: { position: index - albumIds.length },
        }),
      ),
    );
  }

  find(albumId: string): Promise<AlbumRecord | null> {
    return this.database.prisma.album.findUnique({
      where: { id: albumId, event: { erasedAt: null, deletedAt: null } },
      select: { id: true, eventId: true, name: true },
    });
  }

  /**
   * Photos that are in it already stay in it once; photos of other events are left out. What lies beside its JPEG now becomes
   * one photo with it: see raw.pair.ts.
   * @returns how many are new in it.
   */
  async addPhotos(albumId: string, photoIds: readonly string[]): Promise<number> {
    return this.database.prisma.$transaction((tx) => putIntoAlbum(tx, albumId, photoIds));
  }

  /** They stay in the event. @returns how many were in it. */
  async removePhotos(albumId: string, photoIds: readonly string[]): Promise<number> {
    const [shown] = await this.database.prisma.$transaction([
      this.database.prisma.albumPhoto.deleteMany({
        where: { albumId, photo: { ...wholePhotos(photoIds), rawOf: null } },
      }),
      this.database.prisma.albumPhoto.deleteMany({ where: { albumId, photo: wholePhotos(photoIds) } }),
    ]);
    return shown.count;
  }

  /** In their order, then by name. */
  async listOfEvent(eventId: string): Promise<ListedAlbum[]> {
    const rows = await this.database.prisma.album.findMany({
      where: { eventId },
      orderBy: [{ position: 'asc' }, { name: 'asc' }],
      include: { _count: { select: { photos: { where: { photo: { deletedAt: null, rawOf: null } } } } } },
    });
    return rows.map(({ id, name, _count }) => ({ id, eventId, name, photos: _count.photos }));
  }
}

/** All files of the photos. @returns how many photos are new in it. */
export async function putIntoAlbum(
  tx: Prisma.TransactionClient,
  albumId: string,
  photoIds: readonly string[],
): Promise<number> {
  const files = await tx.photo.findMany({
    where: {
      ...wholePhotos(photoIds),
      event: { albums: { some: { id: albumId } } },
      albums: { none: { albumId } },
    },
    select: { id: true, rawOf: true },
  });
  await tx.albumPhoto.createMany({
    data: files.map(({ id: photoId }) => ({ albumId, photoId })),
    skipDuplicates: true,
  });
  await pairUp(
    tx,
    files.map(({ id }) => id),
  );
  return photosAmong(files);
}
