/** @module Whether photos of whoever objects are withheld until they are answered; as the organizer of the event says. */
import type { ObjectionSettings } from '@visage/contracts/objection.contract';
import type { Database } from '../client/database.client.js';
import { WISH_NOTED } from '../photo/photo.wishes.js';

export class ObjectionSettingsRepository {
  constructor(private readonly database: Database) {}

  async find(eventId: string): Promise<ObjectionSettings & { facesEnded: boolean }> {
    const event = await this.database.prisma.event.findUnique({
      where: { id: eventId },
      select: { objectionsWithhold: true, facesEndedAt: true },
    });
    return { withhold: event?.objectionsWithhold ?? true, facesEnded: event?.facesEndedAt != null };
  }

  async set(eventId: string, { withhold }: ObjectionSettings): Promise<void> {
    await this.database.prisma.event.update({
      where: { id: eventId },
      data: { objectionsWithhold: withhold, ...WISH_NOTED },
    });
  }
}
