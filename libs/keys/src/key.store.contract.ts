/** @module What every key store must do: one set of tests, run against each of them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test, type TestContext } from 'vitest';
import { KeyExistsError, KeyMissingError, type KeyStore } from './key.store.js';

/** @param open gives another view of the same store, or skips the test with the reason why there is none */
export function keyStoreContract(name: string, open: (context: TestContext) => Promise<KeyStore>): void {
  const listed = async (store: KeyStore): Promise<Set<string>> => {
    const ids = new Set<string>();
    for await (const id of store.list()) ids.add(id);
    return ids;
  };

  describe(name, () => {
    test('apps that start at once agree on what store it is', async (context) => {
      const stores = await Promise.all(Array.from({ length: 4 }, () => open(context)));
      expect(await stores[0]?.identity()).toBeNull();
      const ids = await Promise.all(stores.map((store) => store.found(randomUUID())));
      expect(new Set(ids).size).toBe(1);
      expect(await (await open(context)).identity()).toBe(ids[0]);
      expect(await listed(await open(context))).toEqual(new Set());
    });

    test('a key is read by every app until it is destroyed, and its event can have no second one', async (context) => {
      const [store, other] = await Promise.all([open(context), open(context)]);
      const [eventId, key] = [randomUUID(), new Uint8Array(randomBytes(70))];
      expect(await store.read(eventId)).toBeNull();
      await store.create(eventId, key);
      expect(await other.read(eventId)).toEqual(key);
      expect(await listed(other)).toContain(eventId);
      await expect(other.create(eventId, randomBytes(70))).rejects.toThrow(KeyExistsError);
      expect(await store.read(eventId)).toEqual(key);
      await other.destroy(eventId);
      await store.destroy(eventId);
      expect(await store.read(eventId)).toBeNull();
      expect(await listed(store)).not.toContain(eventId);
    });

    test('of events that two apps make a key for at once, one app has made it', async (context) => {
      const stores = await Promise.all([open(context), open(context), open(context)]);
      const eventId = randomUUID();
      const keys = stores.map(() => new Uint8Array(randomBytes(70)));
      const made = await Promise.allSettled(
        stores.map((store, n) => store.create(eventId, keys[n] ?? new Uint8Array())),
      );
      const winners = keys.filter((_, n) => made[n]?.status === 'fulfilled');
      expect(winners).toEqual([await stores[0]?.read(eventId)]);
    });

    test('a key is replaced by another, and only where there is one', async (context) => {
      const store = await open(context);
      const [eventId, next] = [randomUUID(), new Uint8Array(randomBytes(70))];
      await expect(store.replace(eventId, next)).rejects.toThrow(KeyMissingError);
      expect(await store.read(eventId)).toBeNull();
      await store.create(eventId, randomBytes(70));
      await store.replace(eventId, next);
      expect(await store.read(eventId)).toEqual(next);
    });

    test('the secrets of the installation are there for every app, and are no event', async (context) => {
      const [store, other] = await Promise.all([open(context), open(context)]);
      const [one, next] = [new Uint8Array(randomBytes(300)), new Uint8Array(randomBytes(500))];
      expect(await store.readSecrets()).toBeNull();
      const events = await listed(store);
      await store.writeSecrets(one);
      expect(await other.readSecrets()).toEqual(one);
      await other.writeSecrets(next);
      expect(await store.readSecrets()).toEqual(next);
      expect(await listed(store)).toEqual(events);
    });
  });
}
