/** @module The data key of an event, unwrapped for the work at hand. */
import { createDataKey, unwrapDataKey, wrapDataKey } from '@visage/crypto/data.key';
import type { EventRepository } from '@visage/database/event/event.repository';
import { KeyMissingError, type KeyStore } from '@visage/keys/key.store';

export class EventKeys {
  constructor(
    private readonly store: Pick<KeyStore, 'place' | 'read' | 'create' | 'destroy' | 'list'>,
    private readonly events: Pick<EventRepository, 'findLiving'>,
    private readonly masterKey: Uint8Array,
  ) {}

  /** Before the event's row is written: a row without a key could hold nothing. */
  async create(eventId: string): Promise<void> {
    const key = createDataKey();
    try {
      await this.store.create(eventId, wrapDataKey(this.masterKey, key, eventId));
    } finally {
      key.fill(0);
    }
  }

  /** 32 bytes; null when the event is gone or erased. @throws KeyMissingError when the store has lost it */
  async open(eventId: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const wrapped = await this.store.read(eventId);
    if (wrapped) return unwrapDataKey(this.masterKey, wrapped, eventId);
    const [living] = await this.events.findLiving([eventId]);
    if (living !== undefined) throw new KeyMissingError(eventId, this.store.place);
    return null;
  }

  /** `use` with the key, which is overwritten afterwards; null as `open` gives it. */
  async with<T>(eventId: string, use: (key: Uint8Array) => T | Promise<T>): Promise<T | null> {
    const key = await this.open(eventId);
    if (!key) return null;
    try {
      return await use(key);
    } finally {
      key.fill(0);
    }
  }

  /** Nothing that it sealed opens ever again. The event's rows are erased first. */
  destroy(eventId: string): Promise<void> {
    return this.store.destroy(eventId);
  }

  /** Those of events that were erased by a process which died before it came to the key. */
  async destroyLeft(erased: readonly string[]): Promise<void> {
    const gone = new Set(erased);
    for await (const eventId of this.store.list()) if (gone.has(eventId)) await this.store.destroy(eventId);
  }
}
