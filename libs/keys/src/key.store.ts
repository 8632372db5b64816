/**
 * @module The port to where the wrapped data keys of events are kept, and the secrets of the installation: outside Postgres, so that
 * no heap, log or backup of it ever holds a key beside what the key seals.
 */

/** Nothing is lost by a process that dies in any of these: a key is there whole, or not at all. */
export interface KeyStore {
  /** For people: which folder or bucket. */
  readonly place: string;
  /** The id that `found` gave this store; null in an empty one. */
  identity(): Promise<string | null>;
  /** Gives an empty store its id. @returns the one it has, which another process may have given first */
  found(id: string): Promise<string>;
  /** The wrapped key; null when there is none. */
  read(eventId: string): Promise<Uint8Array | null>;
  /** @throws KeyExistsError when the event has one */
  create(eventId: string, wrapped: Uint8Array): Promise<void>;
  /** In place of the one it has, of which nothing is left. @throws KeyMissingError when it has none */
  replace(eventId: string, wrapped: Uint8Array): Promise<void>;
  /** Overwritten, then removed. That it is gone already is no error. */
  destroy(eventId: string): Promise<void>;
  /** The events that have one, in no particular order. */
  list(): AsyncIterable<string>;
  /** The secrets of the installation, wrapped; null when there are none. */
  readSecrets(): Promise<Uint8Array | null>;
  /** In place of those it has, of which nothing is left. */
  writeSecrets(wrapped: Uint8Array): Promise<void>;
}

export class KeyExistsError extends Error {
  override readonly name = 'KeyExistsError';

  constructor(
    readonly eventId: string,
    options?: ErrorOptions,
  ) {
    super(`event ${eventId} has a key already`, options);
  }
}

export class KeyMissingError extends Error {
  override readonly name = 'KeyMissingError';

  constructor(eventId: string, place: string, options?: ErrorOptions) {
    super(
      `the key of event ${eventId} is not in ${place}: its faces cannot be opened. Restore the key store, or erase the event`,
      options,
    );
  }
}

/** The store as a whole is not the one it should be, or cannot be used. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
}
