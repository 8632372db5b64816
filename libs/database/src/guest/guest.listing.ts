/** @module The guests of a share as its organizer sees them, and the organizer's answer to those who wait. */
import type { Database } from '../client/database.client.js';
import { OF_THEIR_OWN } from './guest.count.js';

export interface ListedGuest {
  id: string;
  name: string | null;
  codeId: string;
  codeLabel: string;
  approvedAt: Date | null;
  refusedAt: Date | null;
  /** How many share the guest's browser. */
  companions: number;
  createdAt: Date;
}

/** One page; who answers guests one by one looks at the newest. */
const MAX_LISTED = 500;

export class GuestListing {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async listOfShare(shareId: string): Promise<ListedGuest[]> {
    const rows = await this.database.prisma.guest.findMany({
      where: { ...OF_THEIR_OWN, shareCode: { shareId } },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: MAX_LISTED,
      select: {
        ...{ id: true, name: true, approvedAt: true, refusedAt: true, createdAt: true },
        shareCode: { select: { id: true, label: true } },
        _count: { select: { companions: true } },
      },
    });
    return rows.map(({ shareCode, _count, ...guest }) => ({
      ...guest,
      companions: _count.companions,
      codeId: shareCode.id,
      codeLabel: shareCode.label,
    }));
  }

  /** The event that the guest is a guest of, to ask who may answer; null also for a companion, who is let in with their guest. */
  async eventOf(guestId: string): Promise<string | null> {
    const row = await this.database.prisma.guest.findUnique({
      where: { id: guestId, ...OF_THEIR_OWN },
      select: { shareCode: { select: { share: { select: { eventId: true } } } } },
    });
    return row?.shareCode.share.eventId ?? null;
  }

  /** The last answer counts. */
  async answer(guestId: string, admitted: boolean, at: Date): Promise<void> {
    await this.database.prisma.guest.updateMany({
      where: { id: guestId },
      data: admitted ? { approvedAt: at, refusedAt: null } : { approvedAt: null, refusedAt: at },
    });
  }
}
