/** @module Albums: photos of an event that belong together. Making one and filling it may both happen twice. */
import type { Database } from './database.client.js';

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

  find(albumId: string): Promise<AlbumRecord | null> {
    return this.database.prisma.album.findUnique({
      where: { id: albumId, event: { erasedAt: null, deletedAt: null } },
      select: { id: true, eventId: true, name: true },
    });
  }

  /** Photos that are in it already stay in it once; photos of other events are left out. */
  async addPhotos(albumId: string, photoIds: readonly string[]): Promise<void> {
    const rows = await this.database.prisma.photo.findMany({
      where: { id: { in: [...photoIds] }, event: { albums: { some: { id: albumId } } } },
      select: { id: true },
    });
    await this.database.prisma.albumPhoto.createMany({
      data: rows.map(({ id: photoId }) => ({ albumId, photoId })),
      skipDuplicates: true,
    });
  }

  /** By name. */
  async listOfEvent(eventId: string): Promise<ListedAlbum[]> {
    const rows = await this.database.prisma.album.findMany({
      where: { eventId },
      orderBy: { name: 'asc' },
      include: { _count: { select: { photos: { where: { photo: { deletedAt: null } } } } } },
    });
    return rows.map(({ id, name, _count }) => ({ id, eventId, name, photos: _count.photos }));
  }
}
