/**
 * @module Photos that do not leave the house: those that show a hidden person, those that wait for the organizer's approval,
 * and, while anybody is hidden, those of which it is not known yet whom they show.
 */
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

/** `unknown` = left as it is until it is known, or approved. */
export type WithheldReason = 'hidden' | 'unknown';

export class WithheldPhotos {
  constructor(private readonly database: Database) {}

  /** By photo. Costs two small queries where nobody is hidden and nothing waits. */
  async of(eventId: string): Promise<ReadonlyMap<string, WithheldReason>> {
    const { prisma } = this.database;
    const somebody = await prisma.person.findFirst({
      where: { eventId, hiddenAt: { not: null } },
      select: { id: true },
    });
    const held = await prisma.photo.findMany({
      where: { eventId, heldAt: { not: null } },
      select: { id: true },
    });
    const waiting = held.map(({ id }): [string, WithheldReason] => [id, 'unknown']);
    if (!somebody) return new Map(waiting);
    const { facesRevision = 0, groupedRevision = 0 } =
      (await prisma.event.findUnique({
        where: { id: eventId },
        select: { facesRevision: true, groupedRevision: true },
      })) ?? {};
    // grouping leaves faces that are nobody's, so a face without a person says something only until grouping is through
    const ungrouped: Prisma.PhotoWhereInput[] =
      facesRevision > groupedRevision ? [{ faces: { some: { personId: null } } }] : [];
    const [unknown, hidden] = await Promise.all([
      prisma.photo.findMany({
        where: { eventId, OR: [{ embeddedAt: null }, ...ungrouped] },
        select: { id: true },
      }),
      prisma.photo.findMany({
        where: { eventId, faces: { some: { person: { hiddenAt: { not: null } } } } },
        select: { id: true },
      }),
    ]);
    return new Map<string, WithheldReason>([
      ...waiting,
      ...unknown.map(({ id }): [string, WithheldReason] => [id, 'unknown']),
      ...hidden.map(({ id }): [string, WithheldReason] => [id, 'hidden']),
    ]);
  }
}
