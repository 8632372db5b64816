import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import {
  DriveImportRepository,
  type DriveImportCounts,
} from '@visage/database/drive/drive-import.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { PhotoOriginRepository, type PhotoOrigin } from '@visage/database/photo/photo-origin.repository';
import { StorageQuota } from '@visage/database/upload/storage.quota';
import type { DatabaseCopy } from '@visage/database/testing/database.server';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { connectedAuth } from '@visage/drive/drive.auth';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import { systemClock } from '@visage/host/clock';
import { Originals } from '@visage/originals/originals';
import { eventPrefix, originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { createObjectStore } from '@visage/storage/store.factory';
import { DOWNLOAD_QUOTA, randomFaults, UNAVAILABLE } from '@visage/testing/drive.faults';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handleDriveImport, type DriveImportDependencies } from './drive-import.handler.js';
import type { ArrivingFile } from './photo.fetch.js';
import { receivePhoto } from './photo.receive.js';

let folder: string;
let copy: DatabaseCopy;
let database: Database;
let store: ObjectStore;
let ownerId: string;
let imports: DriveImportRepository;
let files: DriveImportFileRepository;
let listing: PhotoListing;

let server: DriveServer;
let originals: Originals;
let origins: PhotoOriginRepository;
let eventId: string;
let dependencies: DriveImportDependencies;
let disconnected: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-drive-import-'));
  copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 6 });
  store = await createObjectStore({ kind: 'disk', root: join(folder, 'storage') });
  const user = { email: 'a@b.c', name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  ownerId = (await new UserRepository(database).create(user)).id;
  imports = new DriveImportRepository(database);
  files = new DriveImportFileRepository(database);
  listing = new PhotoListing(database);
});
afterAll(async () => {
  await database.close();
  await copy.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  server = await startDriveServer({ pageSize: 3 });
  const auth = connectedAuth(
    { clientId: 'c', clientSecret: 's', rootUrl: server.rootUrl },
    'no refresh token',
  );
  auth.setCredentials({ access_token: server.accessToken, expiry_date: Date.now() + 3_600_000 });
  eventId = crypto.randomUUID();
  const events = new EventRepository(database);
  await events.create({
    id: eventId,
    ownerId,
    name: 'Wedding',
    embedder: 'm',
  });
  originals = new Originals(database, store, systemClock);
  origins = new PhotoOriginRepository(database);
  disconnected = 0;
  dependencies = {
    ...{
      imports,
      files,
      albums: new AlbumRepository(database),
      photos: origins,
      maxBytes: 1_000,
      transfers: 3,
    },
    isWhole: (photo) => originals.isWhole(photo),
    drive: createDriveReader(auth, server.rootUrl),
    pacer: new DrivePacer({ attempts: 6, firstDelayMs: 1, maxDelayMs: 4 }),
    receivePhoto: (photo) => receiveWith(originals, photo),
    onDisconnected: () => Promise.resolve(void disconnected++),
  };
});
afterEach(() => server.stop());

function receiveWith(by: Originals, photo: ArrivingFile): Promise<PhotoOrigin | null> {
  const jobs = { enqueue: () => Promise.resolve() };
  return receivePhoto(photo, {
    originals: by,
    quota: new StorageQuota(database),
    origins,
    jobs,
    maxBytes: 1_000,
  });
}

async function begin(folderId: string): Promise<string> {
  return (await imports.create({ eventId, folderId })).id;
}
async function handle(id: string, changes: Partial<DriveImportDependencies> = {}): Promise<void> {
  const run = await imports.find(id);
  if (run) await handleDriveImport(run, { ...dependencies, ...changes });
}
async function importNow(folderId: string): Promise<string> {
  const id = await begin(folderId);
  await handle(id);
  return id;
}
async function countsOf(id: string): Promise<DriveImportCounts> {
  const { counts, state } = (await imports.find(id)) ?? {};
  if (!counts) throw new Error('no such run');
  expect(counts.found).toBe(
    counts.waiting + counts.imported + counts.duplicate + counts.skipped + counts.failed,
  );
  if (state === 'done') expect(counts.waiting).toBe(0);
  return counts;
}
const errorOf = async (id: string): Promise<string> => (await imports.find(id))?.error ?? '';
const failuresOf = async (id: string) => files.listFailed(id, 100);

/** Keys of everything that is stored for the event. */
async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(eventPrefix(eventId))) keys.push(key);
  return keys;
}

/** 8 different photos, a copy of the first, and a PDF; in a folder, its sub-folder, and one below that. */
function fillFolder(): { top: string; ids: string[] } {
  const top = server.addFolder('Wedding');
  const ceremony = server.addFolder('Ceremony', top);
  const rings = server.addFolder('Rings', ceremony);
  const places = [top, ceremony, rings];
  const ids = Array.from({ length: 8 }, (_, index) =>
    server.addFile('DSC_0001.jpg', photoBytes(`photo ${index}`), places[index % 3] ?? top, 'image/jpeg'),
  );
  server.addFile('copy of the first.jpg', photoBytes('photo 0'), ceremony, 'image/jpeg');
  server.addFile('seating.pdf', Buffer.from('%PDF'), top, 'application/pdf');
  return { top, ids };
}
const ALL: DriveImportCounts = { found: 10, waiting: 0, imported: 8, duplicate: 1, skipped: 1, failed: 0 };
const downloads = (): number =>
  server.requests.filter((request) => request.startsWith('GET /drive/v3/files/')).length;

async function expectAllBytes(): Promise<void> {
  const { photos } = await listing.page(eventId, {}, { limit: 100 });
  const stored = await Promise.all(
    photos.map(async ({ sha256 }) =>
      (await buffer((await store.get(originalKey(eventId, sha256))).stream)).toString('latin1'),
    ),
  );
  expect(stored.sort()).toEqual(
    Array.from({ length: 8 }, (_, index) => photoBytes(`photo ${index}`).toString('latin1')),
  );
}

test('every file of a folder and its sub-folders arrives bit for bit, an album for each sub-folder', async () => {
  const { top } = fillFolder();
  const id = await importNow(top);
  expect(await countsOf(id)).toEqual(ALL);
  expect(await imports.find(id)).toMatchObject({ state: 'done', error: null });
  await expectAllBytes();
  const albums = await new AlbumRepository(database).listOfEvent(eventId);
  expect(albums.map(({ name, photos }) => [name, photos])).toEqual([
    ['Ceremony', 4], // three of its own, and the copy of a photo that lies at the top
    ['Ceremony / Rings', 2],
  ]);
  expect(downloads()).toBe(8); // the copy is known by its MD5
});

test('a second import fetches nothing, and says that everything was there', async () => {
  const { top } = fillFolder();
  await importNow(top);
  const before = downloads();
  expect(await countsOf(await importNow(top))).toEqual({ ...ALL, imported: 0, duplicate: 9 });
  expect(downloads()).toBe(before);
});

test('a photo whose original is lost or damaged is fetched again, and is whole from then on', async () => {
  const folderId = server.addFolder('Party');
  server.addFile('a.jpg', photoBytes('the bytes of a'), folderId, 'image/jpeg');
  await importNow(folderId);
  const [photo] = (await listing.page(eventId, {}, { limit: 10 })).photos;
  const key = originalKey(eventId, photo?.sha256 ?? '');
  for (const damage of [
    () => store.delete(key),
    async () => void (await store.put(key, photoBytes('the bytes of b'))),
  ]) {
    await damage();
    await importNow(folderId);
    expect((await buffer((await store.get(key)).stream)).equals(photoBytes('the bytes of a'))).toBe(true);
  }
  expect((await listing.page(eventId, {}, { limit: 10 })).photos).toMatchObject([{ id: photo?.id }]);
});

test('a run that dies at any point goes on, brings nothing twice, and its numbers add up', async () => {
  const { top } = fillFolder();
  const id = await begin(top);
  // a dead process does nothing any more, not even what would come after an error
  let left = 0;
  let dead = false;
  const die = (): void => {
    if (--left === 0) dead = true;
    if (dead) throw new Error('killed');
  };
  const dying =
    <A extends unknown[], T>(step: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      die();
      const result = await step(...args);
      die();
      return result;
    };
  const { albums } = dependencies;
  const deadly: Partial<DriveImportDependencies> = {
    imports: {
      start: (run) => imports.start(run),
      finish: dying((run: string, error: string | null) => imports.finish(run, error)),
    },
    receivePhoto: dying(dependencies.receivePhoto),
    albums: {
      findOrCreate: dying((event: string, name: string) => albums.findOrCreate(event, name)),
      addPhotos: dying((album: string, ids: readonly string[]) => albums.addPhotos(album, ids)),
    },
    files: {
      recordFound: dying((...args: Parameters<typeof files.recordFound>) => files.recordFound(...args)),
      findUnlistedFolder: (run) => files.findUnlistedFolder(run),
      markListed: dying((run: string, of: string) => files.markListed(run, of)),
      findPending: (run, limit) => files.findPending(run, limit),
      settle: dying((...args: Parameters<typeof files.settle>) => files.settle(...args)),
      retryFailed: (run) => files.retryFailed(run),
    },
    pacer: { run: (work) => work() },
  };
  for (let step = 1; step <= 45; step++) {
    [left, dead] = [step, false];
    await handle(id, deadly).catch(() => undefined);
    await countsOf(id);
  }
  await handle(id);
  const counts = await countsOf(id);
  expect(counts).toEqual(ALL);
  await expectAllBytes();
});

test('rate limits, server errors, cut and wrong bytes in the middle lose no photo', async () => {
  const { top } = fillFolder();
  server.setFault(randomFaults(0.25, 7));
  const id = await importNow(top);
  expect(await countsOf(id)).toEqual(ALL);
  await expectAllBytes();
});

test('a used-up quota stops the run and says so; started again it fetches only what is left', async () => {
  const { top, ids } = fillFolder();
  server.setFault(({ path }) => (path.endsWith(ids[4] ?? '-') ? DOWNLOAD_QUOTA : undefined));
  const id = await importNow(top);
  expect(await errorOf(id)).toMatch(/quota/);
  const { waiting, imported } = await countsOf(id);
  expect(waiting).toBeGreaterThan(0);
  server.setFault(undefined);
  const before = downloads();
  expect(await countsOf(await importNow(top))).toEqual({
    ...ALL,
    imported: 8 - imported,
    duplicate: 1 + imported,
  });
  expect(downloads() - before).toBe(8 - imported);
});

test('what is no photo by its bytes is skipped as what it is, whatever Drive calls it, and counts nowhere', async () => {
  const top = server.addFolder('Mixed');
  server.addFile('good.jpg', photoBytes('good'), top, 'image/jpeg');
  server.addFile('empty.jpg', Buffer.alloc(0), top, 'image/jpeg');
  server.addFile('dance.jpg', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'), top, 'image/jpeg');
  server.addFile('P1010004.ORF', Buffer.from('IIRO\x08\0\0\0'), top, 'image/x-olympus-orf');
  const id = await importNow(top);
  expect(await countsOf(id)).toMatchObject({ found: 4, imported: 1, skipped: 3, failed: 0 });
  const skipped = await database.prisma.driveImportFile.findMany({
    where: { driveImportId: id, outcome: 'skipped' },
    orderBy: { name: 'asc' },
  });
  expect(skipped.map(({ name, reason }) => [name, /an? [^.,]*(\.\w+\))?/.exec(reason ?? '')?.[0]])).toEqual([
    ['P1010004.ORF', 'a RAW file of Olympus (.ORF)'],
    ['dance.jpg', 'a video'],
    ['empty.jpg', 'an empty file (0 bytes)'],
  ]);
  expect((await listing.page(eventId, {}, { limit: 10 })).photos.map(({ fileName }) => fileName)).toEqual([
    'good.jpg',
  ]);
  expect(await stored()).toHaveLength(1);
});

test('what cannot come is listed with its reason: lost access, too large, dangling shortcuts, closed folders', async () => {
  const { top, ids } = fillFolder();
  server.addFile('huge.jpg', photoBytes('h'.repeat(1_996)), top, 'image/jpeg');
  const gone = server.addFile('gone.jpg', photoBytes('gone'), 'root', 'image/jpeg');
  server.addShortcut('to gone', gone, top);
  server.files.remove(server.files.get(gone));
  const closed = server.addFolder('Closed', top);
  const missing = { status: 404, reason: 'notFound', message: 'File not found' };
  server.setFault(({ path }) => (path.endsWith(ids[2] ?? '-') ? missing : undefined));
  const id = await begin(top);
  await handle(id, {
    drive: {
      ...dependencies.drive,
      listFolder: (folderId, options) =>
        folderId === closed
          ? Promise.reject(Object.assign(new Error('File not found'), { status: 404 }))
          : dependencies.drive.listFolder(folderId, options),
    },
  });
  expect(await countsOf(id)).toEqual({ ...ALL, found: 13, imported: 7, failed: 4 });
  const reasons = Object.fromEntries((await failuresOf(id)).map(({ name, reason }) => [name, reason]));
  expect(reasons['DSC_0001.jpg']).toMatch(/not shared with the connected account/);
  expect(reasons['huge.jpg']).toMatch(/PHOTO_MAX_BYTES/);
  expect(reasons['to gone']).toMatch(/shortcut leads to/);
  expect(reasons['Closed']).toMatch(/folder cannot be read/);
});

test('a shortcut to what lies in the trash brings nothing, nor does one that leads nowhere', async () => {
  const top = server.addFolder('Wedding');
  const thrown = server.addFile('thrown away.jpg', photoBytes('thrown away'), 'root', 'image/jpeg');
  const secret = server.addFile('secret.jpg', photoBytes('secret'), 'root', 'image/jpeg');
  const kept = server.addFile('kept.jpg', photoBytes('kept'), 'root', 'image/jpeg');
  for (const [name, target] of Object.entries({
    'to the trash': thrown,
    'to a secret': secret,
    'to what is kept': kept,
  }))
    server.addShortcut(name, target, top);
  server.files.get(server.addShortcut('to nothing', kept, top)).shortcutTargetId = null;
  server.files.setTrashed(server.files.get(thrown), true);
  server.setFault(({ path }) =>
    path.endsWith(secret) ? { status: 404, reason: 'notFound', message: 'File not found' } : undefined,
  );
  const id = await importNow(top);
  expect(await countsOf(id)).toEqual({
    found: 4,
    waiting: 0,
    imported: 1,
    duplicate: 0,
    skipped: 0,
    failed: 3,
  });
  const reasons = Object.fromEntries((await failuresOf(id)).map(({ name, reason }) => [name, reason]));
  expect(reasons['to the trash']).toBe('This shortcut leads to a file in the trash.');
  expect(reasons['to nothing']).toBe('This shortcut leads nowhere.');
  expect(reasons['to a secret']).toMatch(/^This shortcut leads to a file that was removed, or is not shared/);
  expect(downloads()).toBe(1 + 3); // of what is kept, after three looks
  expect((await listing.page(eventId, {}, { limit: 10 })).photos).toHaveLength(1);
});

test('a file of just the size that this server takes comes in, and one byte more is not even fetched', async () => {
  const top = server.addFolder('Wedding');
  server.addFile('just.jpg', photoBytes('j'.repeat(996)), top, 'image/jpeg');
  const large = server.addFile('large.jpg', photoBytes('l'.repeat(997)), top, 'image/jpeg');
  const id = await importNow(top);
  expect(await countsOf(id)).toMatchObject({ found: 2, imported: 1, failed: 1 });
  expect(await failuresOf(id)).toMatchObject([
    { name: 'large.jpg', reason: expect.stringContaining('PHOTO_MAX_BYTES') as string },
  ]);
  expect(server.requests.filter((request) => request.endsWith(large))).toEqual([]);
});

test('of files whose size Drive does not say, one that turns out too large is refused, and nothing of it stays', async () => {
  const top = server.addFolder('Wedding');
  server.addFile('small.jpg', photoBytes('small'), top, 'image/jpeg');
  server.addFile('grown.jpg', photoBytes('g'.repeat(1_996)), top, 'image/jpeg');
  const id = await begin(top);
  const listFolder: typeof dependencies.drive.listFolder = async (...args) => {
    const page = await dependencies.drive.listFolder(...args);
    return { ...page, files: page.files.map((file) => ({ ...file, bytes: null })) };
  };
  await handle(id, { drive: { ...dependencies.drive, listFolder } });
  expect(await failuresOf(id)).toMatchObject([
    { name: 'grown.jpg', reason: expect.stringContaining('PHOTO_MAX_BYTES') as string },
  ]);
  expect(await countsOf(id)).toMatchObject({ found: 2, imported: 1, failed: 1 });
  expect(await stored()).toHaveLength(1);
});

describe('a file whose bytes are not those that Drive announced', () => {
  const arriving = (content: string): ArrivingFile => ({
    ...{ eventId, fileName: 'a.jpg', driveFileId: 'f' },
    source: Readable.from([photoBytes(content)]),
    expectedMd5: createHash('md5').update(photoBytes('as announced')).digest('hex'),
  });

  test('is refused, and nothing of it stays', async () => {
    await expect(dependencies.receivePhoto(arriving('something else'))).rejects.toThrow(
      /did not arrive whole/,
    );
    expect(await stored()).toEqual([]);
    expect((await listing.page(eventId, {}, { limit: 10 })).photos).toEqual([]);
  });

  test('is refused, but a photo of the event that has these bytes keeps its original', async () => {
    await dependencies.receivePhoto({ ...arriving('ours'), expectedMd5: null });
    await expect(dependencies.receivePhoto(arriving('ours'))).rejects.toThrow(/did not arrive whole/);
    const [photo] = (await listing.page(eventId, {}, { limit: 10 })).photos;
    expect(
      (await buffer((await store.get(originalKey(eventId, photo?.sha256 ?? ''))).stream)).equals(
        photoBytes('ours'),
      ),
    ).toBe(true);
    expect(await stored()).toHaveLength(1);
  });

  test('is refused after what came of it was taken away, and a store that cannot do so is heard', async () => {
    const withStore = (erase: () => Promise<void>): Promise<unknown> => {
      const failing = Object.assign(Object.create(store) as ObjectStore, { deletePrefix: erase });
      return receiveWith(new Originals(database, failing, systemClock), arriving('something else'));
    };
    await expect(withStore(() => Promise.reject(new Error('the store is away')))).rejects.toThrow(
      'the store is away',
    );
    expect(await stored()).toHaveLength(1);
  });

  test('but is taken as it is where Drive announced nothing, or just these', async () => {
    const digest = createHash('md5').update(photoBytes('something else')).digest('hex');
    expect(
      await dependencies.receivePhoto({ ...arriving('something else'), expectedMd5: digest }),
    ).not.toBeNull();
    expect(await dependencies.receivePhoto({ ...arriving('unknown'), expectedMd5: null })).not.toBeNull();
    expect(await stored()).toHaveLength(2);
  });
});

test('shortcuts and shared drives are followed, and a circle of them ends', async () => {
  const studio = server.addSharedDrive('Studio');
  const shoot = server.addFolder('Shoot', studio);
  const photo = server.addFile('s.jpg', photoBytes('studio'), shoot, 'image/jpeg');
  server.addFile('IMG_1.HEIC', photoBytes('heic'), shoot, 'application/octet-stream');
  const top = server.addFolder('Wedding');
  server.addShortcut('From the studio', shoot, top);
  server.addShortcut('the best one', photo, top);
  server.addShortcut('back to the top', top, shoot);
  const id = await importNow(top);
  expect(await countsOf(id)).toEqual({ ...ALL, found: 3, imported: 2, duplicate: 1, skipped: 0 });
  const albums = await new AlbumRepository(database).listOfEvent(eventId);
  expect(albums.map(({ name, photos }) => [name, photos])).toEqual([['From the studio', 2]]);
});

test('a folder that cannot be read, and a connection that ended, stop the run in words', async () => {
  const lost = server.addFolder('Lost');
  server.setFault(({ count }) =>
    count === 1 ? { status: 404, reason: 'notFound', message: 'File not found: .' } : undefined,
  );
  expect(await errorOf(await importNow(lost))).toMatch(/^The folder cannot be read/);
  expect(disconnected).toBe(0);
  server.setFault(undefined);
  server.oauth.endGrants();
  expect(await errorOf(await importNow(lost))).toMatch(/Google/);
});

test('while Google is away for every file, the run waits to be tried again instead of failing them all', async () => {
  const { top } = fillFolder();
  const id = await begin(top);
  server.setFault(({ path }) => (path === '/drive/v3/files' ? undefined : UNAVAILABLE));
  await expect(handle(id)).rejects.toThrow(/every file/);
  expect((await imports.find(id))?.state).toBe('running');
  server.setFault(undefined);
  await handle(id);
  expect(await countsOf(id)).toEqual(ALL);
});

test('an event that is erased during its import keeps nothing that arrives', async () => {
  const { top } = fillFolder();
  const id = await begin(top);
  let arrived = 0;
  await handle(id, {
    transfers: 1,
    receivePhoto: async (photo) => {
      if (++arrived === 3) await new EventRepository(database).erase(eventId);
      return dependencies.receivePhoto(photo);
    },
  });
  expect(arrived).toBe(3);
  expect(await database.prisma.photo.count({ where: { eventId } })).toBe(0);
  expect(await imports.find(id)).toBeNull();
});

test('an import stops when the storage of the event’s owner is full, says so, and goes on once there is room', async () => {
  const folder = server.addFolder('Wedding');
  for (let index = 0; index < 4; index++)
    server.addFile(`${index}.jpg`, photoBytes(`photo ${index}`), folder, 'image/jpeg');
  const { usedBytes } = await new UserRepository(database).usage(ownerId);
  const setQuota = (quotaBytes: bigint | null) =>
    database.prisma.user.update({ where: { id: ownerId }, data: { quotaBytes } });
  await setQuota(BigInt(usedBytes + 2 * photoBytes('photo 0').length));
  const id = await begin(folder);
  try {
    await handle(id, { transfers: 1 });
  } finally {
    await setQuota(null);
  }
  expect(await errorOf(id)).toContain('The storage of this account is full');
  expect(await countsOf(id)).toMatchObject({ found: 4, imported: 2, waiting: 2, failed: 0 });
  expect((await listing.page(eventId, {}, { limit: 10 })).photos).toHaveLength(2);
  expect(await countsOf(await importNow(folder))).toMatchObject({ found: 4, imported: 2, duplicate: 2 });
});

test('how a run ended stands in the audit log, once, by whoever asked for it', async () => {
  const folder = server.addFolder('Wedding');
  server.addFile('a.jpg', photoBytes('a'), folder, 'image/jpeg');
  const { id } = await imports.create({ eventId, folderId: folder, startedBy: ownerId });
  await handle(id);
  await imports.finish(id, 'too late');
  const lines = await database.prisma.auditLine.findMany({ where: { subjectId: id } });
  expect(lines).toMatchObject([
    {
      action: 'import.finished',
      actor: 'user',
      actorId: ownerId,
      eventId,
      detail: { stopped: false, found: 1, imported: 1, failed: 0 },
    },
  ]);
});
