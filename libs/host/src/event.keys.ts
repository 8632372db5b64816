/** @module The data key of an event, unwrapped for the work at hand. */
import { unwrapDataKey } from '@visage/crypto/data.key';
import type { EventRepository } from '@visage/database/event/event.repository';

export class EventKeys {
  constructor(
    private readonly events: Pick<EventRepository, 'findWrappedKey'>,
    private readonly masterKey: Uint8Array,
  ) {}

  /** 32 bytes; null when the event is gone or erased. */
  async open(eventId: string): Promise<Uint8Array | null> {
    const wrapped = await this.events.findWrappedKey(eventId);
    return wrapped && unwrapDataKey(this.masterKey, wrapped, eventId);
  }
}
