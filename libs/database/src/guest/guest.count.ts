/** @module How many guests of a share take a place: who waits counts, who was sent away does not. */
import type { Prisma } from '../generated/client.js';

export function countGuests(
  client: Pick<Prisma.TransactionClient, 'guest'>,
  shareId: string,
): Promise<number> {
  return client.guest.count({ where: { shareCode: { shareId }, refusedAt: null } });
}
