/** @module How many guests of a share take a place: who waits counts, who was sent away does not. */
import type { Prisma } from '../generated/client.js';

/** Companions come with the guest whose browser they share, and are neither counted nor listed. */
export const OF_THEIR_OWN = { companionOfId: null } as const;

export function countGuests(
  client: Pick<Prisma.TransactionClient, 'guest'>,
  shareId: string,
): Promise<number> {
  return client.guest.count({ where: { ...OF_THEIR_OWN, shareCode: { shareId }, refusedAt: null } });
}
