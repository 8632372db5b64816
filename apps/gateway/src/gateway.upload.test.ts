import type { AddressInfo } from 'node:net';
import { albumsSchema } from '@visage/contracts/album.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoPageSchema, type Photo } from '@visage/contracts/photo.contract';
import { holdTransaction } from '@visage/database/testing/held.transaction';
import { REDIS, STORE } from '@visage/host/host.token';
import { originalKey, uploadKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Redis } from 'ioredis';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createGateway } from './gateway.js';
import { JobSender } from './queue/job.sender.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { locationOf, sha256Of, TusClient } from './testing/tus.client.js';
import { codeOf } from './testing/problem.code.js';
import { UploadFinish } from './upload/upload.finish.js';
import { UploadLocker } from './upload/upload.lock.js';
import { UPLOAD_STAGING, type UploadStaging } from './upload/upload.staging.js';
import { ABANDONED_MS, UploadSweep } from './upload/upload.sweep.js';

let gateway: GatewayFixture;
let organizer: Session;
let stranger: Session;

beforeAll(async () => {
  gateway = await startGateway({ PHOTO_MAX_BYTES: '1000000' });
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
});
afterAll(() => gateway.stop());

async function makeEvent(): Promise<{ eventId: string; tus: TusClient; photos: () => Promise<Photo[]> }> {
  const response = await organizer.post('/events', { name: 'Wedding' });
  const eventId = eventSchema.parse(await response.json()).id;
  const tus = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
  const photos = async (): Promise<Photo[]> =>
    photoPageSchema.parse(await (await organizer.fetch(`/events/${eventId}/photos`)).json()).photos;
  return { eventId, tus, photos };
}

/** How a JPEG begins: nobody looks further here. */
const JPEG = [0xff, 0xd8, 0xff];
const bytesOf = (seed: number, size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, i) => JPEG[i] ?? (i * 31 + seed * 7 + (i >> 8)) % 256);
const staged = async (eventId: string): Promise<string[]> => {
  const folder = join(gateway.env.STORAGE_DIR ?? '', 'events', eventId, 'uploads');
  return readdir(folder).catch(() => []);
};

test.each<[string, string, string]>([
  ['notes.txt', 'a text', 'Dear guests, the photos are attached.'],
  ['dance.jpg', 'a video', '\0\0\0\x18ftypisom\0\0\0\0'],
  ['seating.pdf', 'a PDF document', '%PDF-1.7'],
  ['P1010004.ORF', 'a RAW file of Olympus (.ORF)', 'IIRO\x08\0\0\0'],
])(
  '%s is refused as what it is, %s: it counts nowhere and nothing of it stays',
  async (name, what, content) => {
    const { eventId, tus, photos } = await makeEvent();
    const location = locationOf(
      await tus.begin({ name, bytes: new Uint8Array(Buffer.from(content, 'latin1')) }),
    );
    const answer = await tus.send(location, new Uint8Array(Buffer.from(content, 'latin1')), 0);
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(`This is ${what}`)]);
    expect((await tus.ask(location)).status).toBe(410);
    expect([await photos(), await staged(eventId)]).toEqual([[], []]);
    const progress = await (await organizer.fetch(`/events/${eventId}/progress`)).json();
    expect(progress).toMatchObject({ photos: 0, pending: 0, failed: 0 });
    expect(
      await readdir(join(gateway.env.STORAGE_DIR ?? '', 'events', eventId, 'originals')).catch(() => []),
    ).toEqual([]);
  },
);

describe('the first bytes of a file', () => {
  const FILE = 300_000;
  const fileOf = (begin: string): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(FILE).fill(32);
    bytes.set(Buffer.from(begin, 'latin1'));
    return bytes;
  };

  test.each([
    ['a PDF document', '%PDF-1.7'],
    ['a video', '\0\0\0\x18ftypisom\0\0\0\0'],
    ['a text', 'Dear guests,'],
    ['an archive', 'PK\x03\x04'],
  ])('that is %s are all that is taken of it, in one part or two', async (what, begin) => {
    const { eventId, tus } = await makeEvent();
    const bytes = fileOf(begin);
    for (const parts of [[5_000], [1, 5_000]]) {
      const location = locationOf(await tus.begin({ name: 'a.jpg', bytes }));
      const answers: Response[] = [];
      for (const [n, to] of parts.entries())
        answers.push(await tus.send(location, bytes, parts[n - 1] ?? 0, to));
      expect(answers.map(({ status }) => status)).toEqual([...parts.slice(1).map(() => 204), 422]);
      expect(await answers.at(-1)?.text()).toContain(`This is ${what}`);
      const more = await tus.send(location, bytes, 5_000);
      expect([more.status, await more.text()]).toEqual([410, expect.stringContaining(`This is ${what}`)]);
      expect(await staged(eventId)).toEqual([]);
    }
  });

  test('that are a photo’s are taken however few come at a time', async () => {
    const { tus, photos } = await makeEvent();
    const bytes = bytesOf(9, FILE);
    const location = locationOf(await tus.begin({ name: 'a.jpg', bytes }));
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 4_096],
      [4_096, 4_097],
      [4_097, FILE],
    ] as const)
      expect((await tus.send(location, bytes, from, to)).status).toBe(204);
    expect((await photos()).map(({ sha256 }) => sha256)).toEqual([sha256Of(bytes)]);
  });
});

test('an empty file is refused before anything of it is kept', async () => {
  const { tus, photos } = await makeEvent();
  const begun = await tus.begin({ name: 'empty.jpg', bytes: new Uint8Array(), sha256: null });
  expect([begun.status, await begun.text()]).toEqual([422, expect.stringContaining('an empty file')]);
  expect(await photos()).toEqual([]);
});

test('a photo whose connection breaks goes on where it stopped, also at a gateway that was started anew', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(1, 300_000);
  const location = locationOf(await tus.begin({ name: 'Über uns.jpg', bytes, album: 'Dance' }));
  expect((await tus.send(location, bytes, 0, 100_000)).status).toBe(204);

  const other = await createGateway(gateway.env);
  await other.listen(0, '127.0.0.1');
  const { port } = other.getHttpServer().address() as AddressInfo;
  const there = new TusClient((path, init) => {
    const headers = { ...init.headers, authorization: `Bearer ${organizer.token}` };
    return fetch(`http://127.0.0.1:${port}/api${path}`, { ...init, headers });
  }, '');
  try {
    expect((await there.ask(location)).headers.get('upload-offset')).toBe('100000');
    expect((await there.send(location, bytes, 50_000)).status).toBe(409); // not where it stopped
    const end = await there.send(location, bytes, 100_000);
    expect([end.status, end.headers.get('upload-outcome')]).toEqual([204, 'stored']);
  } finally {
    await other.close();
  }

  const [photo] = await photos();
  expect(photo).toMatchObject({ fileName: 'Über uns.jpg', bytes: 300_000, sha256: sha256Of(bytes) });
  const original = await organizer.fetch(`/photos/${photo?.id}/original`);
  expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
  const { albums } = albumsSchema.parse(await (await organizer.fetch(`/events/${eventId}/albums`)).json());
  expect(albums).toMatchObject([{ name: 'Dance', photos: 1 }]);
  // an answer that was lost: the photo is not sent a second time
  const asked = await tus.ask(location);
  expect([asked.status, asked.headers.get('upload-offset'), asked.headers.get('upload-outcome')]).toEqual([
    200,
    '300000',
    'stored',
  ]);
  expect(await staged(eventId)).toEqual([]);
});

test('what the event has is told before a byte is sent, and goes into the album it was sent to', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(2, 1000);
  expect((await tus.sendWhole({ name: 'a.jpg', bytes, album: '' })).status).toBe(204); // as browsers say "none"
  const again = await tus.begin({ name: 'copy of a.jpg', bytes, album: 'Cake' });
  expect([again.status, await codeOf(again)]).toEqual([409, 'already-there']);
  // whoever does not say what it is learns it at the end
  const unsaid = await tus.sendWhole({ name: 'again.jpg', bytes, sha256: null });
  expect([unsaid.status, unsaid.headers.get('upload-outcome')]).toEqual([204, 'duplicate']);
  expect(await photos()).toHaveLength(1);
  const { albums } = albumsSchema.parse(await (await organizer.fetch(`/events/${eventId}/albums`)).json());
  expect(albums).toMatchObject([{ name: 'Cake', photos: 1 }]);
});

test('a photo damaged on the way, or too large, is refused with what to do, and nothing of it stays', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(3, 5000);
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes, sha256: sha256Of(bytesOf(4, 5000)) }));
  const damaged = await tus.send(location, bytes, 0);
  expect([damaged.status, await damaged.text()]).toEqual([422, expect.stringContaining('Send it again')]);
  expect((await tus.ask(location)).status).toBe(410);
  const large = await tus.begin({ name: 'b.jpg', bytes: bytesOf(5, 1_000_001) });
  expect([large.status, await codeOf(large)]).toEqual([413, 'too-large']);
  expect(await photos()).toEqual([]);
  expect(await staged(eventId)).toEqual([]);
});

test('an upload is its sender’s alone', async () => {
  const { eventId, tus } = await makeEvent();
  const bytes = bytesOf(6, 1000);
  const begun = await tus.begin({ name: 'a.jpg', bytes });
  const location = locationOf(begun);
  expect(location).toMatch(new RegExp(`^/events/${eventId}/uploads/[0-9a-f]{64}$`));
  const other = new TusClient((path, init) => stranger.fetch(path, init), `/events/${eventId}/uploads`);
  expect((await other.begin({ name: 'x.jpg', bytes })).status).toBe(404);
  for (const ask of [other.ask(location), other.send(location, bytes, 0), other.giveUp(location)])
    expect((await ask).status).toBe(404);
  expect((await tus.giveUp(location)).status).toBe(204);
  expect((await tus.ask(location)).status).toBe(404);
  expect(await staged(eventId)).toEqual([]);
});

test('a photo that arrived while the gateway died becomes one all the same; what was given up is cleared away', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(7, 2000);
  const arrived = locationOf(await tus.begin({ name: 'arrived.jpg', bytes }));
  const givenUp = locationOf(await tus.begin({ name: 'given up.jpg', bytes: bytesOf(8, 2000) }));
  await tus.send(givenUp, bytesOf(8, 2000), 0, 10);
  // all bytes are there, and nobody took them in: as after a crash between the two
  const idOf = (location: string): string => location.split('/').at(-1) ?? '';
  await writeFile(join(gateway.env.STORAGE_DIR ?? '', uploadKey(eventId, idOf(arrived))), bytes);
  const age = (location: string, ms: number) =>
    gateway.database.prisma.upload.update({
      where: { id: idOf(location) },
      data: { touchedAt: new Date(Date.now() - ms) },
    });
  await age(arrived, 60 * 60_000);
  await age(givenUp, ABANDONED_MS + 1000);
  await gateway.app.get(UploadSweep, { strict: false }).sweep();
  expect((await photos()).map((photo) => photo.fileName)).toEqual(['arrived.jpg']);
  expect((await tus.ask(givenUp)).status).toBe(404);
  expect(await staged(eventId)).toEqual([]);
  const store = gateway.app.get<ObjectStore>(STORE);
  const { stream } = await store.get(originalKey(eventId, sha256Of(bytes)));
  expect((await buffer(stream)).equals(bytes)).toBe(true);
});

test('staged bytes that could not be removed when their upload ended go with the next sweep, and the sender is not bothered', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const staging = gateway.app.get<UploadStaging>(UPLOAD_STAGING, { strict: false });
  const away = vi.spyOn(staging, 'remove').mockRejectedValueOnce(new Error('the store is away'));
  const end = await tus.sendWhole({ name: 'a.jpg', bytes: bytesOf(40, 3000) });
  expect([end.status, end.headers.get('upload-outcome')]).toEqual([204, 'stored']);
  away.mockRestore();
  expect(await staged(eventId)).not.toEqual([]);
  const ago = new Date(Date.now() - 11 * 60_000);
  await gateway.database.prisma.upload.updateMany({
    where: { eventId },
    data: { touchedAt: ago, finishedAt: ago },
  });
  await gateway.app.get(UploadSweep, { strict: false }).sweep();
  expect(await staged(eventId)).toEqual([]);
  expect(await photos()).toHaveLength(1);
  const longAgo = new Date(Date.now() - 10 * 86_400_000);
  await gateway.database.prisma.upload.updateMany({
    where: { eventId },
    data: { touchedAt: longAgo, finishedAt: longAgo },
  });
  await gateway.app.get(UploadSweep, { strict: false }).sweep();
  expect(await gateway.database.prisma.upload.count({ where: { eventId } })).toBe(0);
});

test('one upload that cannot be cleared away keeps none of the others', async () => {
  const [first, second] = [await makeEvent(), await makeEvent()];
  for (const { tus } of [first, second])
    locationOf(await tus.begin({ name: 'given-up.jpg', bytes: bytesOf(41, 2000) }));
  // the one that is stuck comes first
  for (const [index, { eventId }] of [first, second].entries()) {
    const touchedAt = new Date(Date.now() - ABANDONED_MS - 2000 + 1000 * index);
    await gateway.database.prisma.upload.updateMany({ where: { eventId }, data: { touchedAt } });
  }
  const staging = gateway.app.get<UploadStaging>(UPLOAD_STAGING, { strict: false });
  const remove = staging.remove.bind(staging);
  const away = vi
    .spyOn(staging, 'remove')
    .mockImplementation((key) =>
      key.includes(first.eventId) ? Promise.reject(new Error('stuck')) : remove(key),
    );
  await gateway.app.get(UploadSweep, { strict: false }).sweep();
  away.mockRestore();
  expect([await staged(second.eventId), (await staged(first.eventId)).length > 0]).toEqual([[], true]);
  await gateway.app.get(UploadSweep, { strict: false }).sweep();
  expect(await staged(first.eventId)).toEqual([]);
});

test('a photo whose original is lost or damaged is asked for again, and is whole once it was sent, also when no room is left', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(42, 3000);
  await tus.sendWhole({ name: 'a.jpg', bytes });
  const store = gateway.app.get<ObjectStore>(STORE);
  const key = originalKey(eventId, sha256Of(bytes));
  const [photo] = await photos();
  for (const damage of [
    () => store.delete(key),
    async () => void (await store.put(key, bytesOf(43, 3000))),
  ]) {
    expect(await codeOf(await tus.begin({ name: 'a.jpg', bytes }))).toBe('already-there');
    await damage();
    await gateway.database.prisma.user.update({
      where: { email: 'organizer@example.org' },
      data: { quotaBytes: 1n },
    });
    const end = await tus.sendWhole({ name: 'again.jpg', bytes });
    await gateway.database.prisma.user.update({
      where: { email: 'organizer@example.org' },
      data: { quotaBytes: null },
    });
    expect([end.status, end.headers.get('upload-outcome')]).toEqual([204, 'duplicate']);
    expect((await buffer((await store.get(key)).stream)).equals(bytes)).toBe(true);
  }
  expect(await photos()).toMatchObject([{ id: photo?.id, fileName: 'a.jpg' }]);
});

test('two who send on at once do not write over each other', async () => {
  const { tus, photos } = await makeEvent();
  const bytes = bytesOf(9, 400_000);
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes }));
  const answers = await Promise.all([1, 2, 3, 4].map(() => tus.send(location, bytes, 0)));
  // whoever comes after the end is told of it, or that nothing is left to send
  for (const { status } of answers) expect([204, 404, 409]).toContain(status);
  expect(await photos()).toMatchObject([{ sha256: sha256Of(bytes) }]);
});

test('a part that comes when another request has sent the last one is told so, and the upload stays whole', async () => {
  const { eventId, tus, photos } = await makeEvent();
  const bytes = bytesOf(10, 3000);
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes }));
  const id = location.split('/').at(-1) ?? '';
  const lock = gateway.app.get(UploadLocker, { strict: false }).newLock(uploadKey(eventId, id));
  await lock.lock(new AbortController().signal, () => undefined);
  const [late, asked] = [tus.send(location, bytes, 0), tus.ask(location)];
  await new Promise((resolve) => setTimeout(resolve, 300)); // both wait for their turn
  await writeFile(join(gateway.env.STORAGE_DIR ?? '', uploadKey(eventId, id)), bytes);
  await gateway.app.get(UploadFinish, { strict: false }).finish(id);
  await lock.unlock();
  expect([(await late).status, (await asked).status]).toEqual([409, 423]);
  expect((await tus.send(location, bytes, 0)).status).toBe(409);
  const again = await tus.ask(location);
  expect([again.status, again.headers.get('upload-offset'), again.headers.get('upload-outcome')]).toEqual([
    200,
    '3000',
    'stored',
  ]);
  expect((await tus.send(location, bytes, bytes.length)).status).toBe(204);
  expect(await photos()).toHaveLength(1);
});

describe('taking in what has arrived', () => {
  /** An upload whose bytes are all there, which nobody has taken in yet. */
  async function arrive(seed: number, announced?: null) {
    const event = await makeEvent();
    const bytes = bytesOf(seed, 2000);
    const location = locationOf(
      await event.tus.begin({ name: 'a.jpg', bytes, ...(announced === null && { sha256: null }) }),
    );
    const id = location.split('/').at(-1) ?? '';
    await writeFile(join(gateway.env.STORAGE_DIR ?? '', uploadKey(event.eventId, id)), bytes);
    return { ...event, bytes, location, id };
  }
  const finish = (id: string) => gateway.app.get(UploadFinish, { strict: false }).finish(id);
  const uploadOf = (id: string) => gateway.database.prisma.upload.findUniqueOrThrow({ where: { id } });
  const originalOf = async (eventId: string, bytes: Uint8Array): Promise<boolean> =>
    (await gateway.app.get<ObjectStore>(STORE).head(originalKey(eventId, sha256Of(bytes)))) !== null;
  const hold = (statement: string, id: string) => holdTransaction(gateway.env.DATABASE_URL, statement, [id]);
  /** Of the organizer, to whom all events here belong. */
  const limit = async (quotaBytes: bigint | null) =>
    gateway.database.prisma.user.update({ where: { email: 'organizer@example.org' }, data: { quotaBytes } });

  test('two who take in one upload at once make one photo of it, and both say so; another upload waits for neither', async () => {
    const { eventId, id, photos } = await arrive(20);
    const other = await arrive(21);
    const held = await hold('select 1 from "Event" where id = $1 for update', eventId);
    try {
      const first = finish(id);
      await held.untilAwaited(1, first);
      const second = finish(id);
      let ended = false;
      const redis = gateway.app.get<Redis>(REDIS);
      const itWaits = async (): Promise<void> => {
        while (!ended && (await redis.exists(`visage:upload:${id}:finish:wanted`)) === 0)
          await new Promise((resolve) => setTimeout(resolve, 5));
      };
      await held.untilAwaited(2, second, itWaits());
      ended = true;
      expect((await finish(other.id)).outcome).toBe('stored');
      await held.commit();
      const [one, same] = await Promise.all([first, second]);
      expect(one).toEqual({ outcome: 'stored', reason: null, photoId: expect.any(String) as string });
      expect(same).toEqual(one);
      expect(await uploadOf(id)).toMatchObject({ outcome: 'stored', photoId: one.photoId });
    } finally {
      await held.end();
    }
    expect(await photos()).toHaveLength(1);
    expect(await staged(eventId)).toEqual([]);
  });

  test('what has arrived stays until it is written down how it ended, and the next try ends it', async () => {
    const { eventId, id, photos } = await arrive(22);
    const held = await hold('select 1 from "Upload" where id = $1 for update', id);
    try {
      const first = finish(id);
      const failed = expect(first).rejects.toThrow();
      await held.untilAwaited(1, first);
      await held.failWaiting();
      await failed;
    } finally {
      await held.end();
    }
    expect(await staged(eventId)).toContain(id);
    expect((await uploadOf(id)).finishedAt).toBeNull();
    const [photo] = await photos();
    expect(await finish(id)).toMatchObject({ photoId: photo?.id });
    expect(await uploadOf(id)).toMatchObject({ finishedAt: expect.any(Date) as Date, photoId: photo?.id });
    expect([await photos(), await staged(eventId)]).toMatchObject([[{ id: photo?.id }], []]);
  });

  test('a photo for which others have left no room is refused, and nothing of it stays', async () => {
    const { eventId, tus, bytes, location, id, photos } = await arrive(23);
    await limit(0n);
    try {
      const asked = await tus.ask(location);
      expect(asked.status).toBe(410);
      expect(await uploadOf(id)).toMatchObject({
        outcome: 'refused',
        reason: expect.stringContaining('full') as string,
      });
    } finally {
      await limit(null);
    }
    expect([await originalOf(eventId, bytes), await photos(), await staged(eventId)]).toEqual([
      false,
      [],
      [],
    ]);
  });

  test('a photo that the event has already takes no room, is not worked on again, and keeps its file when somebody sends it again', async () => {
    const { eventId, id, bytes, tus, photos } = await arrive(24, null);
    const queued = vi.spyOn(gateway.app.get(JobSender, { strict: false }), 'send');
    expect((await tus.sendWhole({ name: 'first.jpg', bytes })).status).toBe(204);
    await limit(0n);
    try {
      expect((await finish(id)).outcome).toBe('duplicate');
      expect(queued.mock.calls.map(([queue]) => queue)).toEqual(['ingest']);
    } finally {
      queued.mockRestore();
      await limit(null);
    }
    expect([await originalOf(eventId, bytes), (await photos()).map(({ fileName }) => fileName)]).toEqual([
      true,
      ['first.jpg'],
    ]);
  });

  test('of a photo whose event is erased at the moment it is taken in, nothing stays', async () => {
    const { eventId, id, bytes } = await arrive(25);
    const held = await hold('select 1 from "Event" where id = $1 for update', eventId);
    try {
      const taken = finish(id);
      const refused = expect(taken).rejects.toMatchObject({ status: 404 });
      await held.untilAwaited(1, taken);
      await held.query('update "Event" set "erasedAt" = now() where id = $1', [eventId]);
      await held.commit();
      await refused;
    } finally {
      await held.end();
    }
    expect(await originalOf(eventId, bytes)).toBe(false);
    expect(await gateway.database.prisma.photo.count({ where: { eventId } })).toBe(0);
  });
});
