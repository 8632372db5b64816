/** @module What the camera wrote into a photo. */
import { photoMetadataSchema, type PhotoMetadataAnswer } from '@visage/contracts/photo.contract';
import type { Database } from '../client/database.client.js';

/** As ingestedColumns of photo.record.ts leaves it. */
const columnSchema = photoMetadataSchema.omit({ takenAt: true }).partial();
const NOTHING = { camera: null, lens: null, location: null };

export class PhotoMetadataListing {
  constructor(private readonly database: Database) {}

  /** With the place; whoever shows it asks first whether it may be told. */
  async find(photoId: string): Promise<PhotoMetadataAnswer | null> {
    const row = await this.database.prisma.photo.findUnique({
      where: { id: photoId },
      select: { takenAt: true, metadata: true },
    });
    if (!row) return null;
    const { data } = columnSchema.safeParse(row.metadata);
    return { takenAt: row.takenAt, ...NOTHING, ...data };
  }
}
