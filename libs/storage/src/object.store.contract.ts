/** @module What every object store must do: one set of tests, run against each of them. */

import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { describe, expect, test, type TestContext } from 'vitest';
import {
  ObjectKeyError,
  ObjectNotFoundError,
  ObjectRangeError,
  ObjectSizeError,
  OriginalTooLargeError,
} from './object.error.js';
import { eventPrefix, incomingKey } from './object.key.js';
import type { ObjectStore } from './object.store.js';
import { receiveBytes } from './original.store.js';

/** @param storeOf gives the opened store, or skips the test with the reason why there is none. */
export function objectStoreContract(name: string, storeOf: (context: TestContext) => ObjectStore): void {
  let folders = 0;
  const fresh = (): string => `contract/${(folders += 1)}-${randomBytes(4).toString('hex')}`;
  const read = async (store: ObjectStore, key: string): Promise<Buffer> =>
    buffer((await store.get(key)).stream);
  const keys = async (store: ObjectStore, prefix: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found.sort();
  };
  const pieces = (bytes: Buffer, size: number): Readable =>
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })(),
    );
  /** A connection that is lost after `bytes` were sent. */
  const cut = (bytes: Buffer): Readable =>
    Readable.from(
      (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
        throw new Error('connection lost');
      })(),
    );

  describe(name, () => {
    test.for([0, 1, 100_000, 20_000_001])(
      'a photo of %d bytes comes back bit for bit',
      async (size, context) => {
        const store = storeOf(context);
        const key = `${fresh()}/photo`;
        const bytes = randomBytes(size);
        expect(await store.put(key, pieces(bytes, 65_536), { contentType: 'image/jpeg' })).toEqual({ size });
        const found = await store.get(key);
        expect(found).toMatchObject({ size, length: size });
        expect(Math.abs(found.modifiedAt.getTime() - Date.now())).toBeLessThan(60_000);
        expect((await buffer(found.stream)).equals(bytes)).toBe(true);
        expect(await store.put(key, bytes)).toEqual({ size });
        expect((await read(store, key)).equals(bytes)).toBe(true);
        expect(await store.head(key)).toMatchObject({ size });
        for await (const listed of store.list(key)) expect(listed).toMatchObject({ key, size });
      },
    );

    test('a player or a resumed download gets exactly the bytes it asks for', async (context) => {
      const store = storeOf(context);
      const key = `${fresh()}/photo`;
      const bytes = randomBytes(1000);
      await store.put(key, bytes);
      for (const [range, part] of [
        [{ start: 0, end: 0 }, bytes.subarray(0, 1)],
        [{ start: 10, end: 19 }, bytes.subarray(10, 20)],
        [{ start: 990 }, bytes.subarray(990)],
        [{ start: 990, end: 5000 }, bytes.subarray(990)],
      ] as const) {
        const found = await store.get(key, range);
        expect(found).toMatchObject({ size: 1000, length: part.length });
        expect((await buffer(found.stream)).equals(part)).toBe(true);
      }
      for (const range of [{ start: 1000 }, { start: 5, end: 4 }, { start: -1, end: 4 }]) {
        await expect(store.get(key, range)).rejects.toBeInstanceOf(ObjectRangeError);
      }
      await expect(store.get(key, { start: 1000 })).rejects.toMatchObject({ size: 1000 });
      await store.put(key, new Uint8Array());
      await expect(store.get(key, { start: 0 })).rejects.toBeInstanceOf(ObjectRangeError);
      await expect(store.get(`${key}2`, { start: 0 })).rejects.toBeInstanceOf(ObjectNotFoundError);
    });

    test('what is not there is reported as missing, and can be deleted without complaint', async (context) => {
      const store = storeOf(context);
      const key = `${fresh()}/missing`;
      await expect(store.get(key)).rejects.toBeInstanceOf(ObjectNotFoundError);
      await expect(store.copy(key, `${key}2`)).rejects.toBeInstanceOf(ObjectNotFoundError);
      await expect(store.move(key, `${key}2`)).rejects.toBeInstanceOf(ObjectNotFoundError);
      expect(await store.head(key)).toBeNull();
      await store.delete(key);
      await store.deletePrefix(`${key}/`);
      expect(await keys(store, key)).toEqual([]);
    });

    test('an upload that breaks off leaves the former photo unchanged', async (context) => {
      const store = storeOf(context);
      const folder = fresh();
      await store.put(`${folder}/old`, Buffer.from('former'));
      for (const size of [1000, 20_000_000]) {
        await expect(store.put(`${folder}/old`, cut(randomBytes(size)))).rejects.toThrow('connection lost');
        await expect(store.put(`${folder}/new`, cut(randomBytes(size)))).rejects.toThrow('connection lost');
      }
      for (const sent of [0, 1000, 9_000_000]) {
        const connection = new PassThrough();
        const putting = expect(store.put(`${folder}/new`, connection)).rejects.toThrow();
        connection.write(randomBytes(sent), () => connection.destroy()); // closed without an error, and without an end
        await putting;
      }
      expect((await read(store, `${folder}/old`)).toString()).toBe('former');
      expect(await keys(store, `${folder}/`)).toEqual([`${folder}/old`]);
    });

    test('a file with more or fewer bytes than announced is not stored', async (context) => {
      const store = storeOf(context);
      const folder = fresh();
      const endless = pieces(Buffer.alloc(50_000_000), 50_000);
      await expect(store.put(`${folder}/a`, endless, { size: 10 })).rejects.toMatchObject({
        received: expect.toSatisfy((bytes: number) => bytes < 25_000_000) as unknown,
      });
      const bytes = randomBytes(100);
      for (const size of [0, 99, 101]) {
        await expect(store.put(`${folder}/a`, bytes, { size })).rejects.toBeInstanceOf(ObjectSizeError);
        await expect(store.put(`${folder}/a`, pieces(bytes, 10), { size })).rejects.toBeInstanceOf(
          ObjectSizeError,
        );
      }
      expect(await keys(store, folder)).toEqual([]);
      await store.put(`${folder}/a`, pieces(bytes, 10), { size: 100 });
      expect(await keys(store, folder)).toEqual([`${folder}/a`]);
    });

    test('any name that a photo may have is kept apart from every other', async (context) => {
      const store = storeOf(context);
      const folder = fresh();
      const names = [
        'a',
        'a/b',
        'a=',
        'a+',
        'A',
        'a b',
        'ä',
        'a\u0308',
        '%2e',
        '.hidden',
        'a%',
        '日本',
        '…',
        'c:d*?"<>|',
        '#&+ü',
      ];
      const long = ['é'.repeat(300), 'x'.repeat(700), `${'y'.repeat(239)}Z`, `${'y'.repeat(238)}Zz`];
      const all = [...names, ...long].map((own) => `${folder}/${own}`);
      for (const key of all) await store.put(key, Buffer.from(key));
      for (const key of all) expect((await read(store, key)).toString()).toBe(key);
      expect(await keys(store, `${folder}/`)).toEqual([...all].sort());
      for (const key of all) await store.delete(key);
      expect(await keys(store, `${folder}/`)).toEqual([]);
    });

    test('no key leads out of the store', async (context) => {
      const store = storeOf(context);
      const bad = [
        '',
        '/etc/passwd',
        '../a',
        'a/../b',
        'a/./b',
        'a//b',
        'a/',
        'a\\..\\b',
        'a\0b',
        'a\nb',
        'x'.repeat(1025),
        '\ud800',
      ];
      for (const key of bad) {
        await expect(store.put(key, Buffer.from('x')), JSON.stringify(key)).rejects.toBeInstanceOf(
          ObjectKeyError,
        );
        await expect(store.get(key)).rejects.toBeInstanceOf(ObjectKeyError);
        await expect(store.head(key)).rejects.toBeInstanceOf(ObjectKeyError);
        await expect(store.delete(key)).rejects.toBeInstanceOf(ObjectKeyError);
        await expect(store.copy('a', key)).rejects.toBeInstanceOf(ObjectKeyError);
        await expect(store.move(key, 'a')).rejects.toBeInstanceOf(ObjectKeyError);
      }
      for (const prefix of ['', '/', '../', 'a/../', 'a//']) {
        await expect(store.deletePrefix(prefix)).rejects.toBeInstanceOf(ObjectKeyError);
        await expect(keys(store, prefix)).rejects.toBeInstanceOf(ObjectKeyError);
      }
    });

    test(
      'erasing one event takes all of it and nothing of the next',
      { timeout: 120_000 },
      async (context) => {
        const store = storeOf(context);
        const folder = fresh();
        const mine = Array.from({ length: 1_050 }, (_, index) => `${folder}/e1/${index % 7}/${index}`);
        const others = [`${folder}/e10/a`, `${folder}/e1`, `${folder}/e2/e1/a`];
        for (let at = 0; at < mine.length; at += 50) {
          await Promise.all(mine.slice(at, at + 50).map((key) => store.put(key, Buffer.from('x'))));
        }
        for (const key of others) await store.put(key, Buffer.from('y'));
        expect(await keys(store, `${folder}/e1/`)).toEqual([...mine].sort());
        await store.deletePrefix(`${folder}/e1/`);
        expect(await keys(store, `${folder}/`)).toEqual([...others].sort());
        await store.deletePrefix(`${folder}/e1`);
        expect(await keys(store, `${folder}/`)).toEqual([`${folder}/e2/e1/a`]);
      },
    );

    test('a copy has the same bytes and outlives its source; a moved photo is only in its new place', async (context) => {
      const store = storeOf(context);
      const folder = fresh();
      const bytes = randomBytes(5000);
      const [from, copied, moved] = [`${folder}/from ü+`, `${folder}/copied`, `${folder}/deep/moved`];
      await store.put(from, bytes);
      await store.put(copied, Buffer.from('replaced'));
      await store.copy(from, copied);
      await store.copy(from, copied);
      await store.copy(copied, copied);
      await store.move(from, moved);
      await store.move(moved, moved);
      expect(await keys(store, `${folder}/`)).toEqual([copied, moved].sort());
      await store.put(moved, Buffer.from('changed later'));
      expect((await read(store, copied)).equals(bytes)).toBe(true);
    });

    test('what arrives is stored bit for bit, and its checksums are those of all its bytes', async (context) => {
      const store = storeOf(context);
      const key = incomingKey(`event-${randomBytes(4).toString('hex')}`, 'a');
      const bytes = randomBytes(9_000_000);
      const received = await receiveBytes(store, key, pieces(bytes, 50_000), { maxBytes: bytes.length });
      expect(received).toEqual({
        sha256: createHash('sha256').update(bytes).digest('hex'),
        md5: createHash('md5').update(bytes).digest('hex'),
        crc32: crc32(bytes),
        bytes: bytes.length,
        head: new Uint8Array(bytes.subarray(0, 65_536)),
      });
      expect((await read(store, key)).equals(bytes)).toBe(true);
      const tiny = await receiveBytes(store, key, Readable.from([Buffer.from('x')]), { maxBytes: 1 });
      expect(tiny.head).toEqual(new Uint8Array([120]));
    });

    test('an original that is too large or cut short leaves nothing behind', async (context) => {
      const store = storeOf(context);
      const eventId = `event-${randomBytes(4).toString('hex')}`;
      const receive = (source: Readable, maxBytes: number): Promise<unknown> =>
        receiveBytes(store, incomingKey(eventId, 'a'), source, { maxBytes });
      for (const size of [1001, 20_000_000]) {
        const source = pieces(randomBytes(size), 500);
        await expect(receive(source, 1000)).rejects.toBeInstanceOf(OriginalTooLargeError);
        expect(source.destroyed).toBe(true);
        const closed = pieces(randomBytes(size), 500);
        closed.destroy();
        await expect(receive(closed, 1e9)).rejects.toThrow();
        await expect(receive(cut(randomBytes(size)), 1e9)).rejects.toThrow('connection lost');
      }
      expect(await keys(store, eventPrefix(eventId))).toEqual([]);
    });

    test('a download in progress continues when its photo is replaced or deleted', async (context) => {
      const store = storeOf(context);
      const key = `${fresh()}/photo`;
      const bytes = randomBytes(300_000);
      await store.put(key, bytes);
      const { stream } = await store.get(key);
      const reading = buffer(stream);
      await store.put(key, Buffer.from('new'));
      await store.delete(key);
      expect((await reading).equals(bytes)).toBe(true);
    });

    test('photos written and deleted in one folder at the same time do not disturb each other', async (context) => {
      const store = storeOf(context);
      const folder = fresh();
      await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const key = `${folder}/same/${index}`;
          await store.put(key, Buffer.from(String(index)));
          if (index % 2 === 0) await store.delete(key);
        }),
      );
      expect(await keys(store, `${folder}/`)).toHaveLength(20);
    });
  });
}
