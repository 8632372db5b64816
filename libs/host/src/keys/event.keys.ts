/** @module The data key of an event, unwrapped for the work at hand. */
import { createDataKey, splitWrappedKeys, unwrapDataKey, wrapDataKey } from '@visage/crypto/data.key';
import { createPhotoKey } from '@visage/crypto/photo.key';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import { KeyRotatedError, type EventKeyRepository } from '@visage/database/event/event-key.repository';
import { KeyMissingError, type KeyStore } from '@visage/keys/key.store';
import { eventKeyOf, wipe, type EventKey } from './event.key.js';
import type { MasterKeys } from './master.keys.js';

/** Two new keys of one event within one piece of work are somebody who asks for them on and on. */
const ATTEMPTS = 3;

export class EventKeys {
  constructor(
    private readonly store: Pick<KeyStore, 'place' | 'read' | 'create' | 'replace' | 'destroy' | 'list'>,
    private readonly events: Pick<EventKeyRepository, 'findRevision'>,
    private readonly masters: MasterKeys,
  ) {}

  /**
   * Before the event's row is written: a row without a key could hold nothing.
   * @returns a key for its photos, sealed, for that row
   */
  async create(eventId: string): Promise<{ photoKey: Uint8Array<ArrayBuffer> }> {
    const key = createDataKey();
    try {
      let master = await this.masters.reload();
      await this.store.create(eventId, wrapDataKey(master, key, eventId));
      // who replaces the master key may have looked at all keys just before this one was there
      for (let now = await this.masters.reload(); !isSame(now, master); now = await this.masters.reload()) {
        master = now;
        await this.store.replace(eventId, wrapDataKey(master, key, eventId));
      }
      return { photoKey: createPhotoKey(key, eventId) };
    } finally {
      key.fill(0);
    }
  }

  /** Null when the event is gone or erased. @throws KeyMissingError when the store has lost it */
  async open(eventId: string): Promise<EventKey | null> {
    // first, so that a key which is replaced meanwhile is noticed by who writes
    const revision = await this.events.findRevision(eventId);
    if (revision === null) return null;
    const record = await this.store.read(eventId);
    if (record) return eventKeyOf(await this.unwrapped(eventId, record), revision);
    if ((await this.events.findRevision(eventId)) === null) return null;
    throw new KeyMissingError(eventId, this.store.place);
  }

  /** For who opens and writes nothing: without a word of Postgres while the store has the key. Null as `open` gives it. */
  async openToRead(eventId: string): Promise<OneOrMore | null> {
    const record = await this.store.read(eventId);
    if (record) return this.unwrapped(eventId, record);
    return (await this.open(eventId))?.opening ?? null;
  }

  /**
   * `use` with the key, which is overwritten afterwards, and once more with the new one where the key was replaced meanwhile.
   * Null as `open` gives it.
   */
  async with<T>(eventId: string, use: (key: EventKey) => T | Promise<T>): Promise<T | null> {
    for (let attempt = 1; ; attempt += 1) {
      const key = await this.open(eventId);
      if (!key) return null;
      try {
        return await use(key);
      } catch (error) {
        if (!(error instanceof KeyRotatedError) || attempt === ATTEMPTS) throw error;
      } finally {
        wipe(key);
      }
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

  private async unwrapped(eventId: string, record: Uint8Array): Promise<OneOrMore> {
    const opened: Uint8Array[] = [];
    for (const wrapped of splitWrappedKeys(record))
      opened.push(unwrapDataKey(await this.masters.openerOf(wrapped), wrapped, eventId));
    const [newest, ...others] = opened;
    if (!newest) throw new KeyMissingError(eventId, this.store.place);
    return [newest, ...others];
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
