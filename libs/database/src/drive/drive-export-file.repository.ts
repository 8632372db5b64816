/** @module The photos of an export and the ids that Drive reserved for them, written down before anything is sent. */
import type { Database } from '../client/database.client.js';
import type { DriveExportRecord } from './drive-export.repository.js';
import type { BlurredPhoto, Prisma } from '../generated/client.js';
import { PHOTO_ORDER } from '../photo/photo.cursor.js';
import type { BlurredFile } from '../photo/photo.listing.js';

export interface ExportPhoto {
  photoId: string;
  fileName: string;
  path: string;
  sha256: string;
  md5: string;
  bytes: number;
  format: string | null;
  /** How the original leaves where its location is hidden; null = not at all. */
  blanks: Uint8Array | null;
  /** Its files in which faces are blurred; null while there are none. */
  blur: BlurredFile | null;
  driveFileId: string | null;
}

export interface ExportOutcome {
  outcome: 'uploaded' | 'present' | 'failed' | 'withheld';
  /** For people. */
  reason?: string;
  driveFileId?: string;
}

export interface FailedExport {
  photoId: string;
  name: string;
  reason: string;
}

const PAGE = 1_000;

export class DriveExportFileRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes down what belongs to the run: nothing that waits for approval or was deleted; photos that arrive later belong to the
   * next. Those that an earlier try could not send, or that could not leave then, are to be sent again.
   */
  async plan({
    id: exportId,
    eventId,
    kind,
    subjectId,
  }: Pick<DriveExportRecord, 'id' | 'eventId' | 'kind' | 'subjectId'>): Promise<void> {
    let after = '';
    for (;;) {
      const photos = await this.database.prisma.photo.findMany({
        where: {
          eventId,
          deletedAt: null,
          heldAt: null,
          ...filesOf(belongsTo(kind, subjectId)),
          ...(after && { id: { gt: after } }),
        },
        orderBy: { id: 'asc' },
        take: PAGE,
        select: {
          id: true,
          albums: {
            take: 1,
            orderBy: { album: { name: 'asc' } },
            select: { album: { select: { name: true } } },
          },
        },
      });
      const data = photos.map(({ id: photoId, albums }) => {
        // a photo of several albums lies in the first by name, once
        return { exportId, photoId, path: kind === 'event' ? (albums[0]?.album.name ?? '') : '' };
      });
      await this.database.prisma.driveExportFile.createMany({ data, skipDuplicates: true });
      if (photos.length < PAGE) break;
      after = photos.at(-1)?.id ?? '';
    }
    await this.database.prisma.driveExportFile.updateMany({
      where: { exportId, outcome: { in: ['failed', 'withheld'] } },
      data: { outcome: 'pending', reason: null },
    });
  }

  async findPendingIds(exportId: string): Promise<string[]> {
    const rows = await this.database.prisma.driveExportFile.findMany({
      where: { exportId, outcome: 'pending' },
      select: { photoId: true },
    });
    return rows.map(({ photoId }) => photoId);
  }

  /** @param reasons for people, by photo */
  async withhold(exportId: string, reasons: ReadonlyMap<string, string>): Promise<void> {
    for (const reason of new Set(reasons.values())) {
      const photoIds = [...reasons].filter(([, why]) => why === reason).map(([photoId]) => photoId);
      await this.database.prisma.driveExportFile.updateMany({
        where: { exportId, outcome: 'pending', photoId: { in: photoIds } },
        data: { outcome: 'withheld', reason },
      });
    }
  }

  /** Why the photos that still wait were not sent, when the run ends before its end. */
  async noteWaiting(exportId: string, reason: string): Promise<void> {
    await this.database.prisma.driveExportFile.updateMany({
      where: { exportId, outcome: 'pending' },
      data: { reason },
    });
  }

  async findPending(exportId: string, limit: number): Promise<ExportPhoto[]> {
    const rows = await this.database.prisma.driveExportFile.findMany({
      where: { exportId, outcome: 'pending' },
      orderBy: PHOTO_ORDER.map((photo) => ({ photo })),
      take: limit,
      include: {
        photo: {
          select: {
            ...{ fileName: true, sha256: true, md5: true, bytes: true, format: true, blanks: true },
            blur: true,
          },
        },
      },
    });
    return rows.map(({ photoId, path, driveFileId, photo }) => ({
      photoId,
      path,
      driveFileId,
      ...photo,
      bytes: Number(photo.bytes),
      blur: toBlurredFile(photo.blur),
    }));
  }

  /** Of these photos, those that still wait. */
  async findWaiting(
    exportId: string,
    photoIds: readonly string[],
  ): Promise<Map<string, Pick<ExportPhoto, 'sha256' | 'md5' | 'bytes' | 'blanks' | 'blur' | 'driveFileId'>>> {
    const rows = await this.database.prisma.driveExportFile.findMany({
      where: { exportId, outcome: 'pending', photoId: { in: [...photoIds] } },
      select: {
        photoId: true,
        driveFileId: true,
        photo: { select: { sha256: true, md5: true, bytes: true, blanks: true, blur: true } },
      },
    });
    return new Map(
      rows.map(({ photoId, driveFileId, photo: { bytes, blur, ...photo } }) => [
        photoId,
        { ...photo, bytes: Number(bytes), blur: toBlurredFile(blur), driveFileId },
      ]),
    );
  }

  /** Null forgets a reservation. */
  async reserve(exportId: string, photoId: string, driveFileId: string | null): Promise<void> {
    await this.database.prisma.driveExportFile.updateMany({
      where: { exportId, photoId },
      data: { driveFileId },
    });
  }

  /** @returns false when the run is gone with its event. */
  async settle(
    exportId: string,
    photoId: string,
    { outcome, reason, driveFileId }: ExportOutcome,
  ): Promise<boolean> {
    const { count } = await this.database.prisma.driveExportFile.updateMany({
      where: { exportId, photoId },
      data: { outcome, reason: reason ?? null, ...(driveFileId !== undefined && { driveFileId }) },
    });
    return count > 0;
  }

  /** Paths that still have photos to send. */
  async findPaths(exportId: string): Promise<string[]> {
    const rows = await this.database.prisma.driveExportFile.findMany({
      where: { exportId, outcome: 'pending' },
      distinct: ['path'],
      orderBy: { path: 'asc' },
      select: { path: true },
    });
    return rows.map((row) => row.path);
  }

  async findFolders(exportId: string): Promise<Map<string, string>> {
    const rows = await this.database.prisma.driveExportFolder.findMany({ where: { exportId } });
    return new Map(rows.map((row) => [row.path, row.folderId]));
  }

  async recordFolder(exportId: string, path: string, folderId: string): Promise<void> {
    await this.database.prisma.driveExportFolder.upsert({
      where: { exportId_path: { exportId, path } },
      create: { exportId, path, folderId },
      update: { folderId },
    });
  }

  async listFailed(exportId: string, limit: number): Promise<FailedExport[]> {
    const rows = await this.database.prisma.driveExportFile.findMany({
      where: { exportId, outcome: 'failed' },
      take: limit,
      orderBy: PHOTO_ORDER.map((photo) => ({ photo })),
      select: { photoId: true, reason: true, photo: { select: { fileName: true } } },
    });
    return rows.map(({ photoId, reason, photo }) => ({
      photoId,
      name: photo.fileName,
      reason: reason ?? '',
    }));
  }
}

function toBlurredFile(row: BlurredPhoto | null): BlurredFile | null {
  if (!row) return null;
  const { mark, sha256, md5, crc32, bytes } = row;
  return { mark, sha256, md5, crc32: Number(crc32), bytes: Number(bytes) };
}

/** With both files of a photo: whom the second one shows, only the photo says. */
function filesOf(photo: Prisma.PhotoWhereInput): Prisma.PhotoWhereInput {
  return Object.keys(photo).length === 0 ? {} : { OR: [photo, { shown: photo }] };
}

function belongsTo(kind: DriveExportRecord['kind'], subjectId: string | null): Prisma.PhotoWhereInput {
  if (kind === 'event') return {};
  if (kind === 'guest') return { id: { in: [] } }; // chosen when it was asked for
  const id = subjectId ?? undefined;
  if (id === undefined) return { id: { in: [] } };
  return kind === 'album' ? { albums: { some: { albumId: id } } } : { faces: { some: { personId: id } } };
}
