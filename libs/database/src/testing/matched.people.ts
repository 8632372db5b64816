/** @module Guests as though a selfie of theirs had been found to be like these people. */
import type { Database } from '../client/database.client.js';
import { GuestRepository } from '../guest/guest.repository.js';
import type { SelfieMatch } from '../guest/guest.match.js';

/** All faces of each person, in the order of their ids. */
export async function matchesWith(database: Database, personIds: readonly string[]): Promise<SelfieMatch[]> {
  const matches: SelfieMatch[] = [];
  for (const personId of personIds) {
    const faces = await database.prisma.face.findMany({ where: { personId }, orderBy: { id: 'asc' } });
    matches.push({ faceIds: faces.map(({ id }) => id) });
  }
  return matches;
}

export async function recogniseAs(
  database: Database,
  guestId: string,
  personIds: readonly string[],
  at = new Date(),
): Promise<void> {
  await new GuestRepository(database).recordMatches(guestId, await matchesWith(database, personIds), at);
}

/** Who the guest is by now. */
export async function peopleOfGuest({ prisma }: Database, guestId: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ personId: string }[]>`
    select "personId" from "GuestPerson" where "guestId" = ${guestId}::uuid order by match`;
  return rows.map(({ personId }) => personId);
}
