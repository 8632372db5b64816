/**
 * @module The keys of events whose photos are encrypted. They are asked for with every picture, so those in use are kept, opened, for some
 * minutes. Whether an event encrypts its photos is decided when it is made, and for good.
 */
import { openPhotoKey } from '@visage/crypto/photo.key';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import type { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { encryptedEventOf } from '@visage/storage/object.key';
import type { ObjectSeal } from '../sealed.file.js';
import type { EventKeys } from './event.keys.js';

const IDLE_MS = 10 * 60_000;
const MOST = 1_000;

interface KeptKey {
  /** Null for an event that does not encrypt its photos. */
  key: Uint8Array | null;
  usedAt: number;
}

/** The event was erased: nothing of it is stored, and none of it opens. */
export class EventErasedError extends Error {
  override readonly name = 'EventErasedError';

  constructor(eventId: string) {
    super(`event ${eventId} is erased, and no file of it is kept any more`);
  }
}

export class PhotoKeys {
  /** Those used last stand last. */
  private readonly kept = new Map<string, KeptKey>();

  constructor(
    private readonly events: Pick<EventKeyRepository, 'findPhotoKey'>,
    private readonly keys: Pick<EventKeys, 'openToRead'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * A copy, 32 bytes; null when the event does not encrypt its photos.
   * @throws EventErasedError
   * @throws KeyMissingError when the key store has lost what it is sealed with
   */
  async of(eventId: string): Promise<Uint8Array | null> {
    const { key } = this.kept.get(eventId) ?? { key: await this.read(eventId) };
    this.keep(eventId, key);
    return key?.slice() ?? null;
  }

  /** With what the event's files are sealed. Null, and errors, as `of` gives them. */
  async sealOfEvent(owner: string): Promise<ObjectSeal | null> {
    const key = await this.of(owner);
    return key && { key, owner };
  }

  /** With what an object is sealed: see SealedStore. @throws ObjectNotFoundError for one of an erased event */
  readonly sealOf = async (object: string): Promise<ObjectSeal | null> => {
    const owner = encryptedEventOf(object);
    if (owner === null) return null;
    try {
      return await this.sealOfEvent(owner);
    } catch (cause) {
      if (cause instanceof EventErasedError) throw new ObjectNotFoundError(object, { cause });
      throw cause;
    }
  };

  /** Once the event is erased; other processes do so when they have not used it for a while. */
  forget(eventId: string): void {
    this.kept.get(eventId)?.key?.fill(0);
    this.kept.delete(eventId);
  }

  private keep(eventId: string, key: Uint8Array | null): void {
    this.kept.delete(eventId);
    this.kept.set(eventId, { key, usedAt: this.now() });
    for (const [oldest, { usedAt }] of this.kept) {
      if (this.kept.size <= MOST && this.now() - usedAt < IDLE_MS) return;
      this.forget(oldest);
    }
  }

  /** The second time in case the event's key was replaced in between. */
  private async read(eventId: string, { last = false } = {}): Promise<Uint8Array | null> {
    const found = await this.events.findPhotoKey(eventId);
    if (found === 'erased') throw new EventErasedError(eventId);
    if (found === null) return null;
    const opening = await this.keys.openToRead(eventId);
    if (!opening) throw new EventErasedError(eventId);
    try {
      return openPhotoKey(opening, found, eventId);
    } catch (error) {
      if (last || !(error instanceof SealedBoxError)) throw error;
    } finally {
      for (const key of opening) key.fill(0);
    }
    return this.read(eventId, { last: true });
  }
}
