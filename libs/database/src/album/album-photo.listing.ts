/** @module The photos of an album as a mirror compares them. */
import type { Database } from '../client/database.client.js';
import { PHOTO_ORDER } from '../photo/photo.cursor.js';

export interface AlbumPhoto {
  photoId: string;
  name: string;
  sha256: string;
  /** Lower-case hex. */
  md5: string;
  bytes: number;
  format: string | null;
}

export class AlbumPhotoListing {
  constructor(private readonly database: Database) {}

  /** Those in the trash are in no album. */
  async of(albumId: string): Promise<AlbumPhoto[]> {
    const rows = await this.database.prisma.albumPhoto.findMany({
      where: { albumId, photo: { deletedAt: null } },
      orderBy: PHOTO_ORDER.map((photo) => ({ photo })),
      select: {
        photo: { select: { id: true, fileName: true, sha256: true, md5: true, bytes: true, format: true } },
      },
    });
    return rows.map(({ photo: { id, fileName, bytes, ...photo } }) => ({
      photoId: id,
      name: fileName,
      bytes: Number(bytes),
      ...photo,
    }));
  }

  /** Of a photo wherever it is; null when it is gone. */
  async find(photoId: string): Promise<AlbumPhoto | null> {
    const row = await this.database.prisma.photo.findUnique({
      where: { id: photoId },
      select: { fileName: true, sha256: true, md5: true, bytes: true, format: true },
    });
    if (!row) return null;
    const { fileName, bytes, ...photo } = row;
    return { photoId, name: fileName, bytes: Number(bytes), ...photo };
  }
}
