/** @module Channels through which Google tells that a Drive has changed: one for each connection, and each shared drive, that is mirrored. */
import type { Database } from '../client/database.client.js';
import { Prisma, type DriveChannel } from '../generated/client.js';

/** Whose log of changes. */
export interface ChannelSource {
  /** Null = the service account. */
  accountId: string | null;
  /** The shared drive; null = the rest of what the connection sees. */
  driveId: string | null;
}

export interface DriveChannelRecord extends ChannelSource {
  id: string;
  /** Null where Google has not answered, or refused. */
  resourceId: string | null;
  /** After this nothing comes any more; without `resourceId`, when it is worth another try. */
  expiresAt: Date;
}

export class DriveChannelRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<DriveChannelRecord | null> {
    return this.database.prisma.driveChannel.findUnique({ where: { id } });
  }

  /** The one that was made last. */
  findOf({ accountId, driveId }: ChannelSource): Promise<DriveChannelRecord | null> {
    return this.database.prisma.driveChannel.findFirst({
      where: { accountId, driveId },
      orderBy: { id: 'desc' },
    });
  }

  async create({ accountId, driveId }: ChannelSource, expiresAt: Date): Promise<string> {
    return (await this.database.prisma.driveChannel.create({ data: { accountId, driveId, expiresAt } })).id;
  }

  async opened(
    id: string,
    { resourceId, expiresAt }: { resourceId: string; expiresAt: Date },
  ): Promise<void> {
    await this.database.prisma.driveChannel.updateMany({ where: { id }, data: { resourceId, expiresAt } });
  }

  async remove(id: string): Promise<void> {
    await this.database.prisma.driveChannel.deleteMany({ where: { id } });
  }

  /** Has the channel's mirrors looked at now. @returns how many that are; none for a channel that is not known. */
  hurryMirrors(id: string, now: Date): Promise<number> {
    return this.database.prisma.$executeRaw`
      update "DriveMirror" m set "dueAt" = ${now} from "DriveChannel" c
      where c.id = ${id}::uuid and ${SAME_SOURCE} and m.state = 'active' and m."dueAt" > ${now}`;
  }

  /** To be stopped: ended, followed by a newer one, or nobody's mirror needs it. For the reconciler. */
  async findIdle(limit: number, now: Date): Promise<string[]> {
    const rows = await this.database.prisma.$queryRaw<Pick<DriveChannel, 'id'>[]>`
      select c.id from "DriveChannel" c
      where c."expiresAt" < ${now}
        or exists (select 1 from "DriveChannel" n where n."accountId" is not distinct from c."accountId"
          and n."driveId" is not distinct from c."driveId" and n."expiresAt" > c."expiresAt" and n."resourceId" is not null)
        or not exists (select 1 from "DriveMirror" m where ${SAME_SOURCE} and m.state in ('active', 'checking', 'asking'))
      order by c."expiresAt" limit ${limit}`;
    return rows.map(({ id }) => id);
  }
}

/** Of a mirror `m` and a channel `c`. */
const SAME_SOURCE = Prisma.sql`m."accountId" is not distinct from c."accountId" and m."driveId" is not distinct from c."driveId"
  and (c."accountId" is not null or m."byService")`;
