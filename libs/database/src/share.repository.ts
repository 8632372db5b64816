/** @module Shares of an event and their codes; the attributes are parsed on the way out, so a broken row opens nothing. */
import {
  sharePresentationSchema,
  shareRightsSchema,
  shareScopeSchema,
  type ShareAttributes,
} from '@visage/contracts/share.contract';
import type { Database } from './database.client.js';

export interface ShareCodeRecord {
  id: string;
  shareId: string;
  label: string;
  createdAt: Date;
  revokedAt: Date | null;
  /** Browsers that answered the consent question behind this code. */
  guests: number;
}

export interface ShareRecord {
  id: string;
  eventId: string;
  name: string;
  attributes: ShareAttributes;
  createdAt: Date;
  codes: ShareCodeRecord[];
}

export interface ShareCreateRecord extends Pick<ShareRecord, 'eventId' | 'name'> {
  scope: ShareAttributes['scope'];
  rights: ShareAttributes['rights'];
  presentation: ShareAttributes['presentation'];
  expiresAt: Date | null;
  /** Label of the code that the share starts with. */
  codeLabel: string;
}

/** A code with all that decides what it opens. */
export interface OpenedCode {
  code: Pick<ShareCodeRecord, 'id' | 'label' | 'revokedAt'>;
  share: Omit<ShareRecord, 'codes'>;
}

const codes = { include: { _count: { select: { guests: true } } }, orderBy: { id: 'asc' } } as const;

export class ShareRepository {
  constructor(private readonly database: Database) {}

  async create({ codeLabel, ...share }: ShareCreateRecord): Promise<ShareRecord> {
    const row = await this.database.prisma.share.create({
      data: { ...share, codes: { create: { label: codeLabel } } },
      include: { codes },
    });
    return withCodes(row);
  }

  async listOfEvent(eventId: string): Promise<ShareRecord[]> {
    const rows = await this.database.prisma.share.findMany({
      where: { eventId },
      orderBy: { id: 'desc' },
      include: { codes },
    });
    return rows.map(withCodes);
  }

  async find(id: string): Promise<ShareRecord | null> {
    const row = await this.database.prisma.share.findUnique({ where: { id }, include: { codes } });
    return row && withCodes(row);
  }

  async findCode(codeId: string): Promise<OpenedCode | null> {
    const row = await this.database.prisma.shareCode.findUnique({
      where: { id: codeId },
      include: { share: true },
    });
    return row && { code: row, share: toShare(row.share) };
  }

  async addCode(shareId: string, label: string): Promise<ShareCodeRecord> {
    return { ...(await this.database.prisma.shareCode.create({ data: { shareId, label } })), guests: 0 };
  }

  /** The first moment counts: revoking again changes nothing. */
  async revoke(id: string, at: Date): Promise<void> {
    await this.database.prisma.share.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  }

  async revokeCode(codeId: string, at: Date): Promise<void> {
    await this.database.prisma.shareCode.updateMany({
      where: { id: codeId, revokedAt: null },
      data: { revokedAt: at },
    });
  }
}

interface ShareRow {
  id: string;
  eventId: string;
  name: string;
  scope: unknown;
  rights: unknown;
  presentation: unknown;
  opensAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
}

type CodeRow = Omit<ShareCodeRecord, 'guests'> & { _count: { guests: number } };

function withCodes(row: ShareRow & { codes: CodeRow[] }): ShareRecord {
  return {
    ...toShare(row),
    codes: row.codes.map(({ _count, ...code }) => ({ ...code, guests: _count.guests })),
  };
}

/** @throws ZodError when a row holds attributes of no known form. */
export function toShare(row: ShareRow): Omit<ShareRecord, 'codes'> {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    id: row.id,
    eventId: row.eventId,
    name: row.name,
    createdAt: row.createdAt,
    attributes: {
      scope: shareScopeSchema.parse(row.scope),
      rights: shareRightsSchema.parse(row.rights),
      presentation: sharePresentationSchema.parse(row.presentation),
      limits: {
        from: iso(row.opensAt),
        until: iso(row.expiresAt),
        revokedAt: iso(row.revokedAt),
        passwordRequired: false,
        maxGuests: null,
        approvalRequired: false,
      },
    },
  };
}
