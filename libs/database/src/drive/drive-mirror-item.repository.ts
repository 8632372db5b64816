/**
 * @module The photos of a mirror: what Drive last showed of each file, and both sides as they were when they last agreed.
 * What a page of changes said is written down with the token of the next one, and the end of a step with its line in the
 * history, each in one transaction: a run that is killed has done either all of it or nothing.
 */
import type { MirrorLineKind } from '@visage/contracts/drive-mirror.contract';
import type { Database } from '../client/database.client.js';
import type { DriveMirrorItem, Prisma } from '../generated/client.js';
import { pairUp } from '../photo/raw.pair.js';

export interface ItemSide {
  name: string;
  /** Lower-case hex. */
  md5: string;
}

export type ItemView = 'none' | 'folder' | 'trash' | 'elsewhere' | 'lost';

export interface MirrorItem {
  id: string;
  origin: 'drive' | 'visage';
  /** Also one that was reserved and not sent yet. */
  fileId: string | null;
  photoId: string | null;
  view: ItemView;
  name: string | null;
  md5: string | null;
  bytes: number | null;
  revision: string | null;
  /** The item whose photo has the same bytes. */
  copyOf: string | null;
  drive: ItemSide | null;
  visage: ItemSide | null;
  noted: 'lost' | 'withheld' | null;
  failure: string | null;
  retryAt: Date | null;
}

export type ItemPatch = Partial<Omit<MirrorItem, 'id'>>;

/** A file as a page of changes or a listing shows it. */
export interface SeenFile {
  fileId: string;
  view: Exclude<ItemView, 'none'>;
  name: string;
  md5: string | null;
  bytes: number | null;
  revision: string | null;
  /** Becomes an item though none is known of it. */
  isNew: boolean;
}

export interface NewLine {
  kind: MirrorLineKind;
  name: string;
  formerName?: string | null;
  conflict?: boolean;
  reason?: string | null;
  fileId?: string | null;
  photoId?: string | null;
}

/** All that one step changes here. */
export interface StepEnd {
  patch: ItemPatch;
  /** Photo that joins the album, and one that leaves it. */
  add?: string | null;
  leave?: string | null;
  rename?: { photoId: string; name: string };
  /** Items that are this one by now. */
  drop?: readonly string[];
  /** A line that was begun, or one to be written. */
  line?: { id: string } | NewLine;
}

export class DriveMirrorItemRepository {
  constructor(private readonly database: Database) {}

  async list(mirrorId: string): Promise<MirrorItem[]> {
    const rows = await this.database.prisma.driveMirrorItem.findMany({
      where: { mirrorId },
      orderBy: { id: 'asc' },
    });
    return rows.map(toItem);
  }

  /** Those of one photo, the oldest first. */
  async listOfPhoto(mirrorId: string, photoId: string): Promise<MirrorItem[]> {
    const rows = await this.database.prisma.driveMirrorItem.findMany({
      where: { mirrorId, photoId },
      orderBy: { id: 'asc' },
    });
    return rows.map(toItem);
  }

  async find(id: string): Promise<MirrorItem | null> {
    const row = await this.database.prisma.driveMirrorItem.findUnique({ where: { id } });
    return row && toItem(row);
  }

  /**
   * Writes down what was seen, and from where to go on.
   * @param listedAt the listing it belongs to; absent for changes.
   */
  async recordSeen(
    mirrorId: string,
    seen: readonly SeenFile[],
    { pageToken, listedAt }: { pageToken?: string; listedAt?: Date },
  ): Promise<void> {
    const known = await this.database.prisma.driveMirrorItem.findMany({
      where: { mirrorId, fileId: { in: seen.map((file) => file.fileId) } },
      select: { fileId: true },
    });
    const ids = new Set(known.map((row) => row.fileId));
    const columns = ({ view, name, md5, bytes, revision }: SeenFile) => ({
      ...(view === 'folder' || view === 'trash'
        ? { name, md5, revision, bytes: bytes === null ? null : BigInt(bytes) }
        : {}),
      ...{ view, ...(listedAt && { listedAt }) },
    });
    const { prisma } = this.database;
    await prisma.$transaction([
      ...seen
        .filter(({ fileId }) => ids.has(fileId))
        .map((file) =>
          prisma.driveMirrorItem.updateMany({
            where: { mirrorId, fileId: file.fileId },
            data: columns(file),
          }),
        ),
      prisma.driveMirrorItem.createMany({
        data: seen
          .filter(({ fileId, isNew }) => isNew && !ids.has(fileId))
          .map((file) => ({ mirrorId, fileId: file.fileId, origin: 'drive' as const, ...columns(file) })),
        skipDuplicates: true,
      }),
      ...(pageToken === undefined
        ? []
        : [prisma.driveMirror.updateMany({ where: { id: mirrorId }, data: { pageToken } })]),
    ]);
  }

  /** Files that a listing from scratch did not meet, though they were there once. */
  async findUnlisted(mirrorId: string, listedAt: Date): Promise<string[]> {
    const rows = await this.database.prisma.driveMirrorItem.findMany({
      where: {
        mirrorId,
        fileId: { not: null },
        view: { not: 'none' },
        OR: [{ listedAt: null }, { listedAt: { lt: listedAt } }],
      },
      select: { fileId: true },
    });
    return rows.flatMap(({ fileId }) => fileId ?? []);
  }

  /** Photos that no item stands for yet. */
  async addPhotos(mirrorId: string, photoIds: readonly string[]): Promise<void> {
    const data = photoIds.map((photoId) => ({ mirrorId, photoId, origin: 'visage' as const }));
    await this.database.prisma.driveMirrorItem.createMany({ data });
  }

  async patch(id: string, patch: ItemPatch): Promise<void> {
    await this.database.prisma.driveMirrorItem.updateMany({ where: { id }, data: toColumns(patch) });
  }

  async patchAll(patches: readonly { id: string; patch: ItemPatch }[]): Promise<void> {
    await this.database.prisma.$transaction(
      patches.map(({ id, patch }) =>
        this.database.prisma.driveMirrorItem.updateMany({ where: { id }, data: toColumns(patch) }),
      ),
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.database.prisma.driveMirrorItem.deleteMany({ where: { id: { in: [...ids] } } });
  }

  async end(
    { id: mirrorId, albumId }: { id: string; albumId: string },
    itemId: string | null,
    step: StepEnd,
  ): Promise<void> {
    const { patch, add, leave, rename, drop = [], line } = step;
    await this.database.prisma.$transaction(async (tx) => {
      if (leave != null) await tx.albumPhoto.deleteMany({ where: { albumId, photoId: leave } });
      if (add != null) {
        await tx.albumPhoto.createMany({ data: [{ albumId, photoId: add }], skipDuplicates: true });
        await pairUp(tx, [add]);
      }
      if (rename)
        await tx.photo.updateMany({ where: { id: rename.photoId }, data: { fileName: rename.name } });
      if (itemId !== null)
        await tx.driveMirrorItem.updateMany({ where: { id: itemId }, data: toColumns(patch) });
      if (drop.length > 0) await tx.driveMirrorItem.deleteMany({ where: { id: { in: [...drop] } } });
      if (line && 'id' in line)
        await tx.driveMirrorLine.updateMany({ where: { id: line.id }, data: { state: 'done' } });
      else if (line) await tx.driveMirrorLine.create({ data: { ...line, mirrorId, itemId, state: 'done' } });
    });
  }
}

function toItem(row: DriveMirrorItem): MirrorItem {
  const {
    driveName,
    driveMd5,
    visageName,
    visageMd5,
    bytes,
    noted,
    mirrorId: _,
    listedAt: __,
    ...item
  } = row;
  return {
    ...item,
    bytes: bytes === null ? null : Number(bytes),
    drive: driveName === null || driveMd5 === null ? null : { name: driveName, md5: driveMd5 },
    visage: visageName === null || visageMd5 === null ? null : { name: visageName, md5: visageMd5 },
    noted: noted === 'lost' || noted === 'withheld' ? noted : null,
  };
}

function toColumns({
  drive,
  visage,
  bytes,
  ...patch
}: ItemPatch): Prisma.DriveMirrorItemUncheckedUpdateInput {
  return {
    ...patch,
    ...(bytes !== undefined && { bytes: bytes === null ? null : BigInt(bytes) }),
    ...(drive !== undefined && { driveName: drive?.name ?? null, driveMd5: drive?.md5 ?? null }),
    ...(visage !== undefined && { visageName: visage?.name ?? null, visageMd5: visage?.md5 ?? null }),
  };
}
