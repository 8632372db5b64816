/** @module Mirrors of albums and Drive folders: which there are, what state they are in, and when each is due. */
import type { MirrorDirection, MirrorState } from '@visage/contracts/drive-mirror.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { rowStamp } from '../client/row.stamp.js';

export interface MirrorRecord {
  id: string;
  eventId: string;
  /** Who owns its event. */
  organizerId: string;
  albumId: string;
  albumName: string;
  accountId: string | null;
  /** It goes by the administrator's service account. */
  byService: boolean;
  direction: MirrorDirection;
  /** Null until its id is reserved. */
  folderId: string | null;
  folderName: string;
  /** Visage still has to make it. */
  folderToMake: boolean;
  driveId: string | null;
  state: MirrorState;
  asks: MirrorAsks | null;
  error: string | null;
  pageToken: string | null;
  checkedAt: Date | null;
  createdAt: Date;
}

export type MirrorAsks = 'first' | 'brake' | 'look';

export interface NewMirror {
  eventId: string;
  albumId: string;
  /** Null = the service account. */
  accountId: string | null;
  direction: MirrorDirection;
  folderId: string | null;
  folderName: string;
}

export interface MirrorCounts {
  linked: number;
  lost: number;
  withheld: number;
  failed: number;
}

/** What a run may write down about its mirror. */
export type MirrorPatch = Partial<
  Pick<MirrorRecord, 'folderId' | 'folderName' | 'folderToMake' | 'driveId' | 'pageToken' | 'error'>
>;

const withAlbum = { album: { select: { name: true } }, event: { select: { ownerId: true } } } as const;

export class DriveMirrorRepository {
  constructor(private readonly database: Database) {}

  /** @returns null when this album and this folder are mirrored already. */
  async create(mirror: NewMirror): Promise<MirrorRecord | null> {
    try {
      const data = {
        ...mirror,
        byService: mirror.accountId === null,
        folderToMake: mirror.folderId === null,
        asks: 'first',
      };
      return toRecord(await this.database.prisma.driveMirror.create({ data, include: withAlbum }));
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null;
      throw error;
    }
  }

  async find(id: string): Promise<MirrorRecord | null> {
    const where = { id, event: { erasedAt: null, deletedAt: null } };
    const row = await this.database.prisma.driveMirror.findFirst({ where, include: withAlbum });
    return row && toRecord(row);
  }

  /** Newest first. */
  async listOfEvent(eventId: string): Promise<MirrorRecord[]> {
    const where = { eventId, event: { erasedAt: null, deletedAt: null } };
    const rows = await this.database.prisma.driveMirror.findMany({
      where,
      include: withAlbum,
      orderBy: { createdAt: 'desc' },
    });
    return rows.map(toRecord);
  }

  async countsOf(mirrorId: string): Promise<MirrorCounts> {
    const [row] = await this.database.prisma.$queryRaw<MirrorCounts[]>`
      select count(*) filter (where "driveMd5" is not null and "visageMd5" is not null and "copyOf" is null)::int as linked,
        count(*) filter (where noted = 'lost')::int as lost,
        count(*) filter (where noted = 'withheld')::int as withheld,
        count(*) filter (where failure is not null)::int as failed
      from "DriveMirrorItem" where "mirrorId" = ${mirrorId}::uuid`;
    return row ?? { linked: 0, lost: 0, withheld: 0, failed: 0 };
  }

  /** Mirrors to be looked at now, for the reconciler. */
  async findDue(limit: number, now: Date): Promise<string[]> {
    const undoing = { lines: { some: { state: 'undoing' as const } } };
    const rows = await this.database.prisma.driveMirror.findMany({
      where: {
        event: { erasedAt: null, deletedAt: null },
        OR: [{ state: 'checking' }, { state: 'active', dueAt: { lte: now } }, undoing],
      },
      orderBy: { dueAt: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async update(id: string, patch: MirrorPatch): Promise<void> {
    await this.database.prisma.driveMirror.updateMany({ where: { id }, data: patch });
  }

  /** Moves on only from a state that it still has: what a person has said meanwhile counts. @returns whether it did. */
  async move(id: string, from: readonly MirrorState[], to: MirrorMove): Promise<boolean> {
    const { count } = await this.database.prisma.driveMirror.updateMany({
      where: { id, state: { in: [...from] } },
      data: to,
    });
    return count > 0;
  }

  /** A run came to its end. @param error what failed and is tried again by itself, for people. */
  async markChecked(id: string, dueAt: Date, error: string | null): Promise<void> {
    await this.database.prisma.driveMirror.updateMany({
      where: { id },
      data: { checkedAt: rowStamp(), dueAt, error },
    });
  }

  /** Both sides stay as they are. */
  async remove(id: string): Promise<void> {
    await this.database.prisma.driveMirror.deleteMany({ where: { id } });
  }
}

export interface MirrorMove {
  state: MirrorState;
  asks?: MirrorAsks | null;
  error?: string | null;
  dueAt?: Date;
  accountId?: string | null;
  byService?: boolean;
}

type Row = Prisma.DriveMirrorGetPayload<{ include: typeof withAlbum }>;

function toRecord({ album: { name }, event: { ownerId }, asks, dueAt: _, ...row }: Row): MirrorRecord {
  return {
    ...row,
    organizerId: ownerId,
    albumName: name,
    asks: asks === 'first' || asks === 'brake' || asks === 'look' ? asks : null,
  };
}
