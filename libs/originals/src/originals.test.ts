import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { LooseObjectRepository } from '@visage/database/original/loose-object.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { DiskStore } from '@visage/storage/disk.store';
import { OriginalTooLargeError } from '@visage/storage/object.error';
import {
  eventPrefix,
  faceAlignedKey,
  faceCropKey,
  incomingKey,
  originalKey,
  previewKey,
} from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { OriginalDigest } from '@visage/storage/original.digest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LOOSE_MS, Originals, type AdmittedPhoto } from './originals.js';
import { FACE_COLUMNS } from '@visage/database/testing/photo.columns';

let owned: OwnedDatabase;
let root: string;
let store: DiskStore;
let originals: Originals;
let eventId: string;
let now: Date;
const clock = { now: () => now };
/** It begins as a JPEG does, and nobody looks further. */
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(4_997)]);
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const room = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  owned = await openOwnedDatabase();
  root = await mkdtemp(join(tmpdir(), 'visage-originals-'));
  store = await DiskStore.open(root);
  originals = new Originals(owned.database, store, clock);
});
afterAll(async () => {
  await owned.close();
  await rm(root, { recursive: true, force: true });
});
beforeEach(async () => {
  now = new Date('2026-06-20T12:00:00Z');
  eventId = randomUUID();
  const { ownerId, database } = owned;
  await database.prisma.looseObject.deleteMany({});
  await database.prisma.event.create({
    data: { id: eventId, ownerId, name: 'E', embedder: 'm' },
  });
});

async function send(
  bytes: Uint8Array = PHOTO,
  by = originals,
  requireRoom = room,
): Promise<AdmittedPhoto | null> {
  const arrived = await by.receive(Readable.from([bytes]), { eventId, maxBytes: 1e6 });
  return by.admit({ eventId, fileName: 'a.jpg' }, arrived, requireRoom);
}
async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(eventPrefix(eventId))) found.push(key);
  return found.sort();
}
const looseKeys = async (): Promise<string[]> =>
  (await owned.database.prisma.looseObject.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key);
const photos = () => owned.database.prisma.photo.findMany({ where: { eventId } });
/** A store that fails at one thing until it is mended. */
function failing(
  method: keyof ObjectStore,
  isMeant: (key: string) => boolean,
): ObjectStore & { mend(): void } {
  let broken = true;
  const fail = (...args: unknown[]): unknown => {
    if (broken && isMeant(String(args[0]))) return Promise.reject(new Error('the store is away'));
    return (store[method] as (...args: unknown[]) => unknown).call(store, ...args);
  };
  return Object.assign(Object.create(store) as ObjectStore, {
    [method]: fail,
    mend: () => void (broken = false),
  });
}

/** Out of the trash, to be erased. */
async function leave(id: string) {
  const bin = new TrashRepository(owned.database);
  await bin.putPhotos(eventId, [id], now);
  return bin.leavePhotos(eventId, [id]);
}

describe('bytes that arrive', () => {
  test('become a photo under their SHA-256, bit for bit, and nothing of their way stays', async () => {
    const made = await send();
    expect(made).toMatchObject({
      duplicate: false,
      toIngest: true,
      photo: { fileName: 'a.jpg', bytes: 5_000, sha256: sha256Of(PHOTO) },
    });
    const key = originalKey(eventId, sha256Of(PHOTO));
    expect(await keys()).toEqual([key]);
    expect((await buffer((await store.get(key)).stream)).equals(PHOTO)).toBe(true);
    expect(await looseKeys()).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['empty-file', 'an empty file', ''],
    ['not-an-image', 'a text', 'Dear guests'],
    ['unsupported-format', 'a video', '\0\0\0\x18ftypisom\0\0\0\0'],
    ['unsupported-format', 'a PDF document', '%PDF-1.7 '],
  ])(
    'and are no photo are refused at once, %s, as %s: nothing of them stays',
    async (code, what, content) => {
      const before = await keys();
      const refused = { code, reason: expect.stringContaining(what) as string };
      const endless = Readable.from(
        (function* () {
          if (content !== '') yield Buffer.from(content, 'latin1');
          for (let part = 0; content !== '' && part < 1_000; part += 1) yield Buffer.alloc(1_000, 'x');
          if (content !== '') throw new Error('it was read to its end');
        })(),
      );
      await expect(originals.receive(endless, { eventId, maxBytes: 1e9 })).rejects.toMatchObject(refused);
      // those that were staged elsewhere
      const digest = new OriginalDigest();
      digest.update(Buffer.from(content, 'latin1'));
      let discarded = 0;
      const arrived = {
        sums: digest.sums(),
        place: () => Promise.reject(new Error('it was placed')),
        discard: () => Promise.resolve(void (discarded += 1)),
      };
      const admitted = originals.admit({ eventId, fileName: 'a.jpg' }, arrived, () => Promise.resolve());
      await expect(admitted).rejects.toMatchObject(refused);
      expect(discarded).toBe(1);
      expect(await keys()).toEqual(before);
      expect(await owned.database.prisma.looseObject.count({ where: { eventId } })).toBe(0);
    },
  );

  test('twice, at one moment, are one photo', async () => {
    const made = await Promise.all([send(), send(), send(), send(), send(), send()]);
    expect(made.filter((one) => one?.duplicate === false)).toHaveLength(1);
    expect(new Set(made.map((one) => one?.photo.id)).size).toBe(1);
    expect(await keys()).toHaveLength(1);
    expect(await looseKeys()).toEqual([]);
  });

  test('too many, or cut short, leave nothing behind', async () => {
    const receive = (source: Readable): Promise<unknown> =>
      originals.receive(source, { eventId, maxBytes: 100 });
    const large = Readable.from([PHOTO]);
    await expect(receive(large)).rejects.toBeInstanceOf(OriginalTooLargeError);
    expect(large.destroyed).toBe(true);
    await expect(
      receive(
        Readable.from(
          (function* () {
            yield PHOTO.subarray(0, 9);
            throw new Error('line lost');
          })(),
        ),
      ),
    ).rejects.toThrow('line lost');
    expect([await keys(), await looseKeys()]).toEqual([[], []]);
  });

  test('find no room: nothing of them stays, and what the event has already takes none', async () => {
    const full = (): Promise<void> => Promise.reject(new Error('full'));
    await expect(send(PHOTO, originals, full)).rejects.toThrow('full');
    expect([await keys(), await looseKeys(), await photos()]).toEqual([[], [], []]);
    await send();
    expect(await send(PHOTO, originals, full)).toMatchObject({ duplicate: true });
  });

  test('find their event erased: nothing of them stays', async () => {
    await owned.database.prisma.event.update({
      where: { id: eventId },
      data: { erasedAt: now },
    });
    expect(await send()).toBeNull();
    expect([await keys(), await looseKeys(), await photos()]).toEqual([[], [], []]);
  });

  test('cannot be put into their place: the reason is told, and nothing of them stays', async () => {
    const stuck = failing('move', () => true);
    await expect(send(PHOTO, new Originals(owned.database, stuck, clock))).rejects.toThrow(
      'the store is away',
    );
    expect([await keys(), await photos()]).toEqual([[], []]);
  });
});

describe('an original that is lost or damaged', () => {
  const damages: [string, (key: string) => Promise<unknown>][] = [
    ['is gone', (key) => store.delete(key)],
    ['has other bytes', (key) => store.put(key, randomBytes(PHOTO.length))],
    ['is cut short', (key) => store.put(key, PHOTO.subarray(1))],
  ];
  test.each(damages)('%s: is found out, and whole again once it is sent again', async (_what, damage) => {
    const made = await send();
    const sha256 = sha256Of(PHOTO);
    expect(await originals.find(eventId, sha256)).toMatchObject({
      whole: true,
      photo: { id: made?.photo.id },
    });
    await damage(originalKey(eventId, sha256));
    expect(await originals.find(eventId, sha256)).toMatchObject({
      whole: false,
      photo: { id: made?.photo.id },
    });
    expect(await send()).toMatchObject({ duplicate: true, toIngest: false, photo: { id: made?.photo.id } });
    expect(await originals.find(eventId, sha256)).toMatchObject({ whole: true });
    expect([await looseKeys(), (await keys()).length]).toEqual([[], 1]);
  });

  test('made its photo fail: once sent again it is worked on again', async () => {
    const made = await send();
    const failedAt = {
      failedAt: now,
      errorCode: 'missing-file',
      errorReason: 'The original is not in the storage any more.',
    };
    await owned.database.prisma.photo.update({ where: { id: made?.photo.id ?? '' }, data: failedAt });
    expect(await send()).toMatchObject({ duplicate: true, toIngest: true });
    expect(await photos()).toMatchObject([{ failedAt: null, errorCode: null }]);
  });

  test('of a store that is away is not taken for lost', async () => {
    await send();
    const away = failing('get', () => true);
    await expect(new Originals(owned.database, away, clock).find(eventId, sha256Of(PHOTO))).rejects.toThrow(
      'the store is away',
    );
  });
});

describe('a photo that leaves the trash', () => {
  test('takes its original, its previews and every picture of a face with it, and nothing of another photo', async () => {
    const [made, other] = [await send(), await send(Buffer.concat([PHOTO, randomBytes(10)]))];
    const ids = [made, other].map((one) => one?.photo.id ?? '');
    const kept: string[] = [originalKey(eventId, other?.photo.sha256 ?? '')];
    for (const [index, photoId] of ids.entries()) {
      const face = await owned.database.prisma.face.create({ data: { eventId, photoId, ...FACE_COLUMNS } });
      const pictures = [
        previewKey(eventId, photoId, 'preview', 1),
        previewKey(eventId, photoId, 'thumbnail', 1),
        faceCropKey(eventId, face.id),
        faceAlignedKey(eventId, face.id),
      ];
      for (const key of pictures) await store.put(key, Buffer.from('x'));
      if (index === 1) kept.push(...pictures);
    }
    for (const photo of await leave(ids[0] ?? '')) expect(await originals.erase(photo)).not.toBeNull();
    expect(await keys()).toEqual(kept.sort());
    expect((await photos()).map(({ id }) => id)).toEqual([ids[1]]);
  });

  test('keeps its row until its files are gone, and goes with the next try', async () => {
    const made = await send();
    const [leaving] = await leave(made?.photo.id ?? '');
    if (!leaving) throw new Error('it does not leave');
    const stuck = failing('delete', (key) => key.includes('/originals/'));
    const broken = new Originals(owned.database, stuck, clock);
    await expect(broken.erase(leaving)).rejects.toThrow('the store is away');
    expect(await photos()).toMatchObject([{ id: leaving.id, erasing: true }]);
    stuck.mend();
    expect(await broken.erase(leaving)).not.toBeNull();
    expect([await keys(), await photos()]).toEqual([[], []]);
    expect(await broken.erase(leaving), 'it is gone already').toBeNull();
  });

  test('and is sent once more is a new photo, which a second eraser leaves alone', async () => {
    const made = await send();
    const [leaving] = await leave(made?.photo.id ?? '');
    if (!leaving) throw new Error('it does not leave');
    expect(await originals.find(eventId, leaving.sha256)).toBeNull();
    const again = await send();
    expect(again).toMatchObject({ duplicate: false, toIngest: true });
    expect(again?.photo.id).not.toBe(leaving.id);
    expect(await originals.erase(leaving)).toBeNull();
    expect(await originals.find(eventId, leaving.sha256)).toMatchObject({
      whole: true,
      photo: { id: again?.photo.id, erasing: false },
    });
  });
});

describe('what a dead process left behind', () => {
  const settleAll = async (): Promise<void> => {
    for (const object of await originals.leftBehind()) await originals.settle(object);
  };
  const note = (key: string, sha256: string | null) =>
    new LooseObjectRepository(owned.database).note({ key, eventId, sha256 }, now);

  test('is removed a day later, not a moment sooner', async () => {
    const [incoming, original] = [incomingKey(eventId, 'a'), originalKey(eventId, sha256Of(PHOTO))];
    await note(incoming, null);
    await note(original, sha256Of(PHOTO));
    for (const key of [incoming, original]) await store.put(key, PHOTO);
    now = new Date(now.getTime() + LOOSE_MS);
    await settleAll();
    expect(await keys()).toEqual([incoming, original].sort());
    now = new Date(now.getTime() + 1);
    await settleAll();
    expect([await keys(), await looseKeys()]).toEqual([[], []]);
  });

  test('is removed, too, where bytes lost their turn and the photo that they were known by was erased meanwhile', async () => {
    const made = await send();
    const slow = Object.assign(Object.create(store) as ObjectStore, {
      async move(from: string, to: string): Promise<void> {
        await owned.database.prisma.$executeRaw`
          select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
        for (const photo of await leave(made?.photo.id ?? '')) await originals.erase(photo);
        await store.move(from, to);
      },
    });
    await expect(send(PHOTO, new Originals(owned.database, slow, clock))).rejects.toThrow();
    expect([await keys(), await photos()]).toEqual([[originalKey(eventId, sha256Of(PHOTO))], []]);
    now = new Date(now.getTime() + LOOSE_MS + 1);
    await settleAll();
    expect([await keys(), await looseKeys()]).toEqual([[], []]);
  });

  test('stays where a photo has it by now', async () => {
    await send();
    const key = originalKey(eventId, sha256Of(PHOTO));
    await note(key, sha256Of(PHOTO));
    now = new Date(now.getTime() + LOOSE_MS + 1);
    await settleAll();
    expect([await keys(), await looseKeys()]).toEqual([[key], []]);
  });
});
