/** @module How many guests of a share take a place: who waits counts, who was sent away does not. And who all came to an event. */
import type { Prisma } from '../generated/client.js';

/** Companions come with the guest whose browser they share, and are neither counted nor listed. */
export const OF_THEIR_OWN = { companionOfId: null } as const;

/** All who came by any link of the event, and all who share their browsers. */
export async function guestsOf(
  client: Pick<Prisma.TransactionClient, 'guest'>,
  eventId: string,
): Promise<string[]> {
  const guests = await client.guest.findMany({
    where: { shareCode: { share: { eventId } } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return guests.map(({ id }) => id);
}

export function countGuests(
  client: Pick<Prisma.TransactionClient, 'guest'>,
  shareId: string,
): Promise<number> {
  return client.guest.count({ where: { ...OF_THEIR_OWN, shareCode: { shareId }, refusedAt: null } });
}
