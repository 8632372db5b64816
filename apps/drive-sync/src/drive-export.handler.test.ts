import { recogniseAs } from '@visage/database/testing/matched.people';
import { FACE_COLUMNS, ready } from '@visage/database/testing/photo.columns';
import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { deny, type DenyReason } from '@visage/access/access.reason';
import { DEFAULT_SHARE_RIGHTS } from '@visage/contracts/share.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import {
  DriveExportRepository,
  type DriveExportCounts,
} from '@visage/database/drive/drive-export.repository';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { EventRepository } from '@visage/database/event/event.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { DatabaseCopy } from '@visage/database/testing/database.server';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { connectedAuth } from '@visage/drive/drive.auth';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveWriter } from '@visage/drive/drive.writer';
import { Principals } from '@visage/host/principals';
import { TestClock } from '@visage/host/testing/test.clock';
import { randomFaults } from '@visage/testing/drive.faults';
import { DRIVE_SCOPES } from '@visage/testing/drive.oauth';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDriveExit } from '@visage/host/drive.exit';
import { handleDriveExport, type DriveExportDependencies } from './drive-export.handler.js';
import { principalOfExport } from '@visage/host/run.principal';
import { openOriginal } from '@visage/originals/original.form';
import type { ObjectStore } from '@visage/storage/object.store';
import { packBlanks } from '@visage/contracts/original.blanks';

let copy: DatabaseCopy;
let database: Database;
let ownerId: string;
let exports: DriveExportRepository;
let files: DriveExportFileRepository;
let principals: Principals;

let server: DriveServer;
let eventId: string;
let clock: TestClock;
let dependencies: DriveExportDependencies;
/** By SHA-256. */
let originals: Map<string, Buffer>;
const STORE: Pick<ObjectStore, 'get'> = {
  get: (key, range) => {
    const { start, end = 0 } = range ?? { start: 0 };
    const bytes = originals.get(key.split('/').at(-1) ?? '')?.subarray(start, end + 1) ?? Buffer.alloc(0);
    const facts = { size: bytes.length, length: bytes.length, modifiedAt: new Date(0) };
    return Promise.resolve({ ...facts, stream: Readable.from([bytes]) });
  },
};

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 6 });
  const user = { email: 'a@b.c', name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  ownerId = (await new UserRepository(database).create(user)).id;
  exports = new DriveExportRepository(database);
  files = new DriveExportFileRepository(database);
  principals = new Principals(new VisitorRepository(database), new UserRepository(database));
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

beforeEach(async () => {
  server = await startDriveServer({ pageSize: 3 });
  const auth = connectedAuth({ clientId: 'c', clientSecret: 's', rootUrl: server.rootUrl }, 'none');
  // what an export is connected with: files of its own, nothing else
  const token = server.oauth.issue([DRIVE_SCOPES.file]);
  auth.setCredentials({ access_token: token, expiry_date: Date.now() + 3_600_000 });
  clock = new TestClock();
  eventId = crypto.randomUUID();
  const event = { id: eventId, ownerId, name: 'Wedding', embedder: 'm' };
  await new EventRepository(database).create(event);
  originals = new Map();
  dependencies = {
    ...{ exports, files, transfers: 3 },
    exit: { decisions: () => Promise.reject(new Error('the run says who it is for')) },
    drive: createDriveWriter(auth, server.rootUrl),
    pacer: new DrivePacer({ attempts: 6, firstDelayMs: 1, maxDelayMs: 4 }),
    openOriginal: async (original, start, end) =>
      (await openOriginal(STORE, original, original.form, { start, end: end - 1 })).stream,
    onDisconnected: () => Promise.resolve(),
  };
});
afterEach(() => server.stop());

async function addPhoto(fileName: string, content: Buffer, album?: string): Promise<string> {
  const digest = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');
  const [sha256, md5] = [digest('sha256'), digest('md5')];
  originals.set(sha256, content);
  const made = await new PhotoRepository(database).create({
    ...{ eventId, fileName, sha256, md5, bytes: content.length },
    crc32: crc32(content),
  });
  if (!made) throw new Error('the event is gone');
  const { photo } = made;
  const albums = new AlbumRepository(database);
  if (album !== undefined) await albums.addPhotos((await albums.findOrCreate(eventId, album)).id, [photo.id]);
  return photo.id;
}
async function addPhotos(): Promise<void> {
  for (let index = 0; index < 7; index++)
    await addPhoto(
      `${index}.jpg`,
      Buffer.from(`photo ${index}`),
      [undefined, 'Ceremony', 'Party'][index % 3],
    );
}
async function begin(): Promise<string> {
  return (
    await exports.create({
      ...{ eventId, accountId: null, kind: 'event', subjectId: null, folderName: 'Wedding' },
      startedBy: ownerId,
    })
  ).id;
}
async function handle(id: string, changes: Partial<DriveExportDependencies> = {}): Promise<void> {
  const run = await exports.find(id);
  if (!run) return;
  const exit = createDriveExit({
    findPrincipal: () => principalOfExport(run, { principals }),
    photos: new DrivePhotoListing(database),
    clock,
  });
  await handleDriveExport(run, { ...dependencies, exit, ...changes });
}
async function exportNow(): Promise<DriveExportCounts> {
  const id = await begin();
  await handle(id);
  return countsOf(id);
}
async function countsOf(id: string): Promise<DriveExportCounts> {
  const run = await exports.find(id);
  if (!run) throw new Error('no such run');
  const { counts } = run;
  expect(counts.photos).toBe(
    counts.waiting + counts.uploaded + counts.present + counts.failed + counts.withheld,
  );
  if (run.state === 'done') expect(counts.waiting).toBe(0);
  return counts;
}
/** Path and bytes of everything in Drive, sorted. */
function inDrive(parent = 'root', path = ''): string[] {
  return server.files
    .childrenOf(parent)
    .flatMap(({ id, name, content }) =>
      content ? [`${path}/${name} ${content.toString()}`] : inDrive(id, `${path}/${name}`),
    )
    .sort();
}
const EXPECTED = [
  ...['/Wedding/0.jpg photo 0', '/Wedding/3.jpg photo 3', '/Wedding/6.jpg photo 6'],
  ...['/Wedding/Ceremony/1.jpg photo 1', '/Wedding/Ceremony/4.jpg photo 4'],
  ...['/Wedding/Party/2.jpg photo 2', '/Wedding/Party/5.jpg photo 5'],
].sort();
const ALL: DriveExportCounts = { photos: 7, waiting: 0, uploaded: 7, present: 0, failed: 0, withheld: 0 };
const uploads = (): number => server.requests.filter((request) => request.includes('/upload/')).length;

test('an event arrives in one folder, an album in each sub-folder, bit for bit; a second export sends nothing', async () => {
  await addPhotos();
  expect(await exportNow()).toEqual(ALL);
  expect(inDrive()).toEqual(EXPECTED);
  const sent = uploads();
  expect(await exportNow()).toEqual({ ...ALL, uploaded: 0, present: 7 });
  await addPhoto('late.jpg', Buffer.from('late'), 'Party');
  expect(await exportNow()).toEqual({ ...ALL, photos: 8, uploaded: 1, present: 7 });
  expect(inDrive()).toEqual([...EXPECTED, '/Wedding/Party/late.jpg late'].sort());
  expect(uploads()).toBe(sent + 1);
});

test('requests that fail, answers that are lost and bytes that change leave every photo there once', async () => {
  await addPhotos();
  server.setFault(randomFaults(0.25, 11));
  expect(await exportNow()).toEqual(ALL);
  expect(inDrive()).toEqual(EXPECTED);
});

test('a run that dies at any request makes no folder and no photo twice', async () => {
  await addPhotos();
  const id = await begin();
  let left = 0;
  const dying: DriveExportDependencies['drive'] = new Proxy(dependencies.drive, {
    get: (target, name) => {
      const step = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (left <= 0) throw new Error('dead');
        if (--left === 0) throw new Error('killed before');
        const result = await step(...args);
        if (--left === 0) throw new Error('killed after');
        return result;
      };
    },
  });
  const deadly: Partial<DriveExportDependencies> = {
    drive: dying,
    pacer: { run: (work) => work() },
    exports: {
      start: (run) => exports.start(run),
      finish: (run, error) => (left > 0 ? exports.finish(run, error) : Promise.resolve()),
    },
  };
  for (let step = 1; step <= 30; step++) {
    left = step;
    await handle(id, deadly).catch(() => undefined);
    await countsOf(id);
  }
  await handle(id);
  expect(await countsOf(id)).toEqual(ALL);
  expect(inDrive()).toEqual(EXPECTED);
});

test('a large original goes in chunks, and goes on where the connection broke', async () => {
  const large = Buffer.alloc(18 * 2 ** 20, 'large photo ');
  await addPhoto('large.jpg', large);
  let puts = 0;
  server.setFault(({ method }) => {
    if (method !== 'PUT') return undefined;
    puts++;
    if (puts === 2) return { cut: 'answer' };
    return puts === 4 ? { keepBytes: 3 * 256 * 1024 } : undefined;
  });
  expect(await exportNow()).toMatchObject({ photos: 1, uploaded: 1 });
  const [made] = server.files.childrenOf(server.files.childrenOf('root')[0]?.id ?? '');
  expect(made?.md5).toBe(createHash('md5').update(large).digest('hex'));
});

test('a full Drive stops the run in words, and it goes on once there is room', async () => {
  await addPhotos();
  server.files.storageLimit = 20;
  const id = await begin();
  await handle(id);
  expect((await exports.find(id))?.error).toMatch(/full/);
  const { uploaded } = await countsOf(id);
  expect(uploaded).toBe(2);
  server.files.storageLimit = Number.POSITIVE_INFINITY;
  expect(await exportNow()).toEqual({ ...ALL, uploaded: 5, present: 2 });
  expect(inDrive()).toEqual(EXPECTED);
});

test('what the person has put into the trash is sent again by the next export', async () => {
  await addPhotos();
  await exportNow();
  const [top] = server.files.childrenOf('root');
  for (const file of server.files.childrenOf(top?.id ?? ''))
    if (file.name === '0.jpg') file.explicitlyTrashed = true;
  expect(await exportNow()).toEqual({ ...ALL, uploaded: 1, present: 6 });
});

test('what the person has scribbled over in Drive is no copy any more: the original is sent again, beside it', async () => {
  await addPhotos();
  await exportNow();
  const [top] = server.files.childrenOf('root');
  for (const file of server.files.childrenOf(top?.id ?? ''))
    if (file.name === '0.jpg') server.files.setContent(file, Buffer.from('scribbled'));
  expect(await exportNow()).toEqual({ ...ALL, uploaded: 1, present: 6 });
  expect(inDrive()).toEqual([...EXPECTED, '/Wedding/0.jpg scribbled'].sort());
  expect(await exportNow()).toEqual({ ...ALL, uploaded: 0, present: 7 });
});

test('what earlier exports have sent and the event has no more stays in Drive and is not counted', async () => {
  await addPhotos();
  await exportNow();
  const gone = await database.prisma.photo.findFirstOrThrow({ where: { eventId, fileName: '3.jpg' } });
  await new PhotoRepository(database).remove(gone.id);
  expect(await exportNow()).toEqual({ ...ALL, photos: 6, uploaded: 0, present: 6 });
  expect(inDrive()).toEqual(EXPECTED);
});

test('a run that died after it had sent photos finds them, and still counts them as sent by it', async () => {
  await addPhotos();
  const id = await begin();
  let left = 3;
  const settle: typeof files.settle = (...args) =>
    left-- > 0 ? files.settle(...args) : Promise.reject(new Error('killed'));
  const dying = new Proxy(files, {
    get: (target, name): unknown =>
      name === 'settle' ? settle : (Reflect.get(target, name) as () => unknown).bind(target),
  });
  await handle(id, { files: dying, transfers: 1 }).catch(() => undefined);
  expect(inDrive()).toHaveLength(4);
  const sent = uploads();
  await handle(id);
  expect(await countsOf(id)).toEqual(ALL);
  expect(uploads() - sent).toBe(3);
  expect(inDrive()).toEqual(EXPECTED);
});

test('photos that show somebody withheld stay here, and the numbers say so; shown again, they are sent', async () => {
  await addPhotos();
  const hidden = await addPhoto('hidden.jpg', Buffer.from('hidden'));
  await database.prisma.photo.updateMany({ where: { eventId }, data: ready(new Date()) });
  await addPhoto('unknown.jpg', Buffer.from('not looked at yet'));
  const person = await database.prisma.person.create({ data: { eventId, appearance: 'withheld' } });
  const place = {
    eventId,
    personId: person.id,
    ...FACE_COLUMNS,
  };
  await database.prisma.face.create({ data: { ...place, photoId: hidden } });
  expect(await exportNow()).toEqual({ ...ALL, photos: 9, withheld: 2 });
  expect(inDrive()).toEqual(EXPECTED);
  await database.prisma.person.update({ where: { id: person.id }, data: { appearance: 'open' } });
  expect(await exportNow()).toEqual({ ...ALL, photos: 9, uploaded: 2, present: 7 });
  expect(inDrive()).toHaveLength(9);
});

// what changes while a run is under way

interface Guest {
  guestId: string;
  shareId: string;
  codeId: string;
  personId: string;
}

/** Behind a link to the gallery with a password, recognised in every photo that is there. */
async function addGuest(): Promise<Guest> {
  const { prisma } = database;
  const { id: personId } = await prisma.person.create({ data: { eventId } });
  const photos = await prisma.photo.findMany({ where: { eventId } });
  await prisma.face.createMany({
    data: photos.map(({ id: photoId }) => ({ eventId, photoId, personId, ...FACE_COLUMNS })),
  });
  const share = await prisma.share.create({
    data: {
      ...{
        eventId,
        name: 'Guests',
        scope: { kind: 'gallery' },
        rights: { ...DEFAULT_SHARE_RIGHTS, zip: true },
      },
      presentation: { watermark: false, hideLocation: false },
      ...{ passwordHash: 'argon2', passwordId: PASSWORD, approvalRequired: true },
      codes: { create: { label: 'Table 1' } },
    },
    include: { codes: true },
  });
  const codeId = share.codes[0]?.id ?? '';
  const { id: guestId } = await prisma.guest.create({
    data: {
      shareCodeId: codeId,
      consentedAt: clock.now(),
      consentVersion: '1',
      approvedAt: clock.now(),
    },
  });
  await recogniseAs(database, guestId, [personId], clock.now());
  return { guestId, shareId: share.id, codeId, personId };
}
const PASSWORD = crypto.randomUUID();

async function beginForGuest({ guestId }: Guest): Promise<string> {
  const photos = await database.prisma.photo.findMany({ where: { eventId } });
  const asked = { eventId, accountId: null, kind: 'guest' as const, folderName: 'My photos' };
  const ids = photos.map(({ id }) => id);
  return (await exports.createForGuest({ ...asked, subjectId: guestId, passwordId: PASSWORD }, ids)).id;
}

/** One photo after another; `change` happens once the bytes of the first one are under way. */
async function handleWhile(id: string, change: () => Promise<unknown>): Promise<void> {
  let first = true;
  await handle(id, {
    transfers: 1,
    openOriginal: async (...asked) => {
      if (first) await change();
      first = false;
      return dependencies.openOriginal(...asked);
    },
  });
}
async function filesOf(exportId: string): Promise<[string, string | null][]> {
  const rows = await database.prisma.driveExportFile.findMany({
    where: { exportId },
    orderBy: { photoId: 'asc' },
  });
  return rows.map(({ outcome, reason }) => [outcome, reason]);
}

test('a guest’s export holds what was chosen for them, and is no organizer’s to see', async () => {
  await addPhotos();
  const id = await beginForGuest(await addGuest());
  await handle(id);
  expect(await countsOf(id)).toEqual(ALL);
  expect(inDrive()).toHaveLength(7);
  expect(await exports.listOfEvent(eventId)).toEqual([]);
});

const HOUR = 3_600_000;
const inAnHour = (): Date => new Date(clock.now().getTime() + HOUR);
const ofShare = (data: object) => (guest: Guest) =>
  database.prisma.share.update({ where: { id: guest.shareId }, data });
const ofCode = (data: object) => (guest: Guest) =>
  database.prisma.shareCode.update({ where: { id: guest.codeId }, data });
const ofGuest = (data: object) => (guest: Guest) =>
  database.prisma.guest.update({ where: { id: guest.guestId }, data });
const rights = { ...DEFAULT_SHARE_RIGHTS, zip: true };

test.each<[string, (guest: Guest) => Promise<unknown>, RegExp]>([
  ['the link is closed', ofShare({ revokedAt: new Date() }), /closed/],
  ['its code is replaced', ofCode({ revokedAt: new Date() }), /replaced/],
  ['its first day is put off', (guest) => ofShare({ opensAt: inAnHour() })(guest), /not open yet/],
  [
    'its last day passes',
    async (guest) => {
      await ofShare({ expiresAt: inAnHour() })(guest);
      clock.advance(HOUR);
    },
    /expired/,
  ],
  [
    'its code ends',
    async (guest) => {
      await ofCode({ expiresAt: inAnHour() })(guest);
      clock.advance(HOUR);
    },
    /expired/,
  ],
  [
    'the right to originals is taken away',
    ofShare({ rights: { ...rights, original: false } }),
    /not allowed/,
  ],
  ['the code loses the right to archives', ofCode({ rights: { zip: false } }), /not allowed/],
  ['the approval is taken back', ofGuest({ approvedAt: null }), /not let you in yet/],
  ['the guest is sent away', ofGuest({ approvedAt: null, refusedAt: new Date() }), /not let you in/],
  [
    'the consent is taken back',
    ofGuest({ consentedAt: null, consentVersion: null, identifiedAt: null }),
    /Consent/,
  ],
  ['the password changes', ofShare({ passwordId: crypto.randomUUID() }), /password/],
])('a guest’s export stops in words, and says of each photo why, once %s', async (_, change, words) => {
  await addPhotos();
  const guest = await addGuest();
  const id = await beginForGuest(guest);
  await handleWhile(id, () => change(guest));
  const run = await exports.find(id);
  expect(run).toMatchObject({ state: 'failed', error: expect.stringMatching(words) as string });
  expect(await filesOf(id)).toEqual([['uploaded', null], ...Array<unknown>(6).fill(['pending', run?.error])]);
  expect(inDrive()).toHaveLength(1);
});

test.each<[string, (photoId: string) => Promise<unknown>, string]>([
  [
    'is put into the trash',
    (id) => database.prisma.photo.update({ where: { id }, data: { deletedAt: new Date() } }),
    'deleted',
  ],
  [
    'has to wait for approval',
    (id) => database.prisma.photo.update({ where: { id }, data: { heldAt: new Date() } }),
    'not-approved',
  ],
  [
    'turns out to show somebody withheld',
    async (photoId) => {
      const person = await database.prisma.person.create({ data: { eventId, appearance: 'withheld' } });
      await database.prisma.photo.updateMany({ where: { eventId }, data: ready(new Date()) });
      await database.prisma.face.create({ data: { eventId, photoId, personId: person.id, ...FACE_COLUMNS } });
    },
    'withheld',
  ],
])('nobody’s export sends a photo that %s before its turn, and it says why', async (_, change, reason) => {
  for (const begun of [begin, async () => beginForGuest(await addGuest())]) {
    await database.prisma.photo.deleteMany({ where: { eventId } });
    await addPhotos();
    const id = await begun();
    const last = await database.prisma.photo.findFirstOrThrow({
      where: { eventId },
      orderBy: { id: 'desc' },
    });
    await handleWhile(id, () => change(last.id));
    expect((await exports.find(id))?.state).toBe('done');
    expect(await countsOf(id)).toMatchObject({ uploaded: 6, withheld: 1 });
    expect((await filesOf(id)).at(-1)).toEqual(['withheld', deny(reason as DenyReason).text]);
    expect(inDrive().filter((file) => file.endsWith(last.fileName.replace(/(\d)\.jpg/, 'photo $1')))).toEqual(
      [],
    );
    for (const folder of server.files.childrenOf('root')) server.files.setTrashed(folder, true);
    await database.prisma.person.deleteMany({ where: { eventId } });
  }
});

test('a guest’s Drive gets no place that their link hides: files without it, and those that have none not at all', async () => {
  const { prisma } = database;
  const told = await addPhoto('told.jpg', Buffer.from('a photo of Berlin'));
  const unknown = await addPhoto('unknown.jpg', Buffer.from('a photo of Bonn'));
  const blanked = Buffer.from('a photo of       ');
  const digest = (algorithm: string) => createHash(algorithm).update(blanked).digest('hex');
  const sums = { sha256: digest('sha256'), md5: digest('md5'), crc32: crc32(blanked) };
  const blanks = packBlanks({ ...sums, patches: [{ start: 11, bytes: Buffer.from('      ') }] });
  await prisma.photo.update({ where: { id: told }, data: { blanks } });
  const guest = await addGuest();
  const presentation = { watermark: false, hideLocation: true };
  await prisma.share.update({ where: { id: guest.shareId }, data: { presentation } });
  const once = { photos: 2, waiting: 0, failed: 0, withheld: 1 };
  const first = await beginForGuest(guest);
  await handle(first);
  expect(await countsOf(first)).toEqual({ ...once, uploaded: 1, present: 0 });
  expect(await filesOf(first)).toContainEqual(['withheld', deny('location-inside').text]);
  expect(inDrive()).toEqual([`/My photos/told.jpg ${blanked.toString()}`]);
  const again = await beginForGuest(guest);
  await handle(again);
  expect(await countsOf(again)).toEqual({ ...once, uploaded: 0, present: 1 });
  await prisma.photo.update({ where: { id: unknown }, data: { blanks } });
  expect(await exportNow()).toMatchObject({ uploaded: 2, withheld: 0 });
  expect(inDrive()).toContain('/Wedding/told.jpg a photo of Berlin');
});

test('a photo in which a guest was not recognised after all does not go into their Drive', async () => {
  await addPhotos();
  const guest = await addGuest();
  const id = await beginForGuest(guest);
  const last = await database.prisma.photo.findFirstOrThrow({ where: { eventId }, orderBy: { id: 'desc' } });
  await handleWhile(id, () => database.prisma.face.deleteMany({ where: { photoId: last.id } }));
  expect((await filesOf(id)).at(-1)).toEqual(['withheld', deny('not-yours').text]);
});

test.each<[string, (userId: string) => Promise<unknown>]>([
  ['is locked out', (id) => database.prisma.user.update({ where: { id }, data: { disabledAt: new Date() } })],
  [
    'only helps from now on',
    (id) => database.prisma.user.update({ where: { id }, data: { role: 'collaborator' } }),
  ],
  ['is gone', (id) => database.prisma.user.delete({ where: { id } })],
])('an administrator’s export stops once whoever asked for it %s', async (_, change) => {
  await addPhotos();
  const email = `${crypto.randomUUID()}@example.org`;
  const admin = await new UserRepository(database).create({
    email,
    name: 'B',
    role: 'admin',
    passwordHash: 'h',
  });
  const asked = { eventId, accountId: null, kind: 'event' as const, subjectId: null, folderName: 'Wedding' };
  const { id } = await exports.create({ ...asked, startedBy: admin.id });
  await handleWhile(id, () => change(admin.id));
  expect(await exports.find(id)).toMatchObject({ state: 'failed', error: expect.any(String) as string });
  expect(await countsOf(id)).toMatchObject({ uploaded: 1, waiting: 6 });
  expect(inDrive()).toHaveLength(1);
});
