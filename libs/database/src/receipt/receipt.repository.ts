/** @module Receipts of erasures, begun with the rows that went and signed once all is gone; and the keys that sign them. */
import { randomUUID } from 'node:crypto';
import {
  receiptCountsSchema,
  type ReceiptCount,
  type ReceiptCounts,
  type ReceiptSubject,
} from '@visage/contracts/receipt.contract';
import type { Database } from '../client/database.client.js';
import type { Prisma, Receipt } from '../generated/client.js';

/** Of whom receipts are kept: those of guests and companions are theirs alone. */
export type KeptSubject = Exclude<ReceiptSubject, 'guest' | 'companion'>;

export interface ReceiptKeyRecord {
  id: string;
  installationId: string;
  /** SPKI DER. */
  publicKey: Uint8Array<ArrayBuffer>;
  sealedKey: Uint8Array<ArrayBuffer>;
  createdAt: Date;
}

/** What is known of an erasure before its receipt is signed. */
export interface Erasure {
  id: string;
  what: ReceiptSubject;
  subjectId: string;
  eventId: string | null;
  counts: ReceiptCounts;
  textVersions: string[];
}

export interface NewReceipt {
  what: KeptSubject;
  subjectId: string;
  /** The user who may read it later. */
  readerId: string;
  counts: ReceiptCounts;
  textVersions: string[];
  begunAt: Date;
}

export interface ReceiptSeal {
  erasedAt: Date;
  keyId: string;
  signature: string;
}

export type SignedReceipt = Erasure & ReceiptSeal & { installationId: string };

/** First key of the advisory locks under which the first key is made. */
const KEY_SPACE = 0x7265_6370;
const MOST_LISTED = 200;

export class ReceiptRepository {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  findKeys(): Promise<ReceiptKeyRecord[]> {
    return findKeys(this.database.prisma);
  }

  /**
   * Of several processes at once one makes the key.
   * @param usable whether one that is there will do
   * @param make the new one
   */
  async ensureKey(
    usable: (key: ReceiptKeyRecord) => boolean,
    make: () => Pick<ReceiptKeyRecord, 'id' | 'publicKey' | 'sealedKey'>,
    at: Date,
  ): Promise<ReceiptKeyRecord> {
    return this.database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(${KEY_SPACE}::int, 0)`;
      const keys = await findKeys(tx);
      const known = keys.find(usable);
      if (known) return known;
      const installationId = keys[0]?.installationId ?? randomUUID();
      return tx.receiptKey.create({ data: { ...make(), installationId, createdAt: at } });
    });
  }

  /** Of something that is gone already, or goes in stages. */
  async begin(receipt: NewReceipt): Promise<Erasure> {
    return beginReceipt(this.database.prisma, receipt);
  }

  /** Erasures whose rows are gone, while files or keys may be left. @param subjectId of one alone */
  async findBegun(what: KeptSubject, subjectId?: string): Promise<Erasure[]> {
    const rows = await this.database.prisma.receipt.findMany({
      where: { what, erasedAt: null, ...(subjectId !== undefined && { subjectId }) },
      orderBy: { begunAt: 'asc' },
    });
    return rows.map(toErasure);
  }

  /** The first signature stays. */
  async complete(id: string, seal: ReceiptSeal): Promise<void> {
    await this.database.prisma.receipt.updateMany({ where: { id, erasedAt: null }, data: seal });
  }

  /** Those that the user may read; the newest first. */
  async listOf(readerId: string): Promise<SignedReceipt[]> {
    const rows = await this.database.prisma.receipt.findMany({
      where: { readerId, erasedAt: { not: null } },
      orderBy: [{ erasedAt: 'desc' }, { id: 'asc' }],
      take: MOST_LISTED,
      include: { key: { select: { installationId: true } } },
    });
    return rows.flatMap(({ key, ...row }) => {
      const { erasedAt, keyId, signature } = row;
      if (!key || !erasedAt || keyId === null || signature === null) return [];
      return { ...toErasure(row), erasedAt, keyId, signature, installationId: key.installationId };
    });
  }
}

function findKeys(prisma: Pick<Prisma.TransactionClient, 'receiptKey'>): Promise<ReceiptKeyRecord[]> {
  return prisma.receiptKey.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
}

/** Also in the transaction that erases, so that no erasure is without its counts. */
export async function beginReceipt(
  prisma: Pick<Prisma.TransactionClient, 'receipt'>,
  receipt: NewReceipt,
): Promise<Erasure> {
  return toErasure(await prisma.receipt.create({ data: { id: randomUUID(), ...receipt } }));
}

/** Kinds of which nothing was there are left out. */
export function countsOf(counts: Partial<Record<ReceiptCount, number>>): ReceiptCounts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function toErasure({ id, what, subjectId, counts, textVersions }: Receipt): Erasure {
  const eventId = what === 'user' ? null : subjectId;
  return { id, what, subjectId, eventId, counts: receiptCountsSchema.parse(counts), textVersions };
}
