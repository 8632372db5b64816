/** When photos were taken, as the database works it out of what their files say; and their order. */
import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { randomUUID } from 'node:crypto';
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AlbumPhotoListing } from '../album/album-photo.listing.js';
import { CameraRepository } from '../camera/camera.repository.js';
import { DriveExportFileRepository } from '../drive/drive-export-file.repository.js';
import { EventRepository } from '../event/event.repository.js';
import { EventZoneRepository } from '../event/event-zone.repository.js';
import { FaceRepository } from '../face/face.repository.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { digestsOf } from '../testing/photo.columns.js';
import { PhotoListing } from './photo.listing.js';
import { PhotoRepository } from './photo.repository.js';

let opened: OwnedDatabase;
let photos: PhotoRepository;
let listing: PhotoListing;
let faces: FaceRepository;
let zones: EventZoneRepository;
let cameras: CameraRepository;
let eventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  const { database } = opened;
  photos = new PhotoRepository(database);
  listing = new PhotoListing(database);
  faces = new FaceRepository(database);
  zones = new EventZoneRepository(database);
  cameras = new CameraRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  eventId = await makeEvent();
});

async function makeEvent(): Promise<string> {
  const event = { ownerId: opened.ownerId, name: 'Wedding', embedder: 'm' };
  return (await opened.database.prisma.event.create({ data: event })).id;
}

let made = 0;
async function arrive(fileName: string): Promise<string> {
  const sums = { ...digestsOf(`${++made}`), crc32: 1 };
  return (await photos.create({ eventId, fileName, bytes: 1, ...sums }))?.photo.id ?? '';
}

const EOS = { make: 'Canon', model: 'EOS R5', serial: '1' };

/** As the detector does it. */
async function ingest(photoId: string, said: Partial<PhotoMetadata>): Promise<void> {
  const metadata = { format: 'jpeg', orientation: 1, ...said };
  const ingested = { version: 1, width: 9, height: 9, metadata };
  await faces.replaceFaces({ photoId, version: '1', faces: [], places: LEGIBLE_PLACES, ingested });
  await zones.consider(eventId, said.takenAt);
}

async function take(fileName: string, takenAt?: string, more: Partial<PhotoMetadata> = {}): Promise<string> {
  const id = await arrive(fileName);
  await ingest(id, { ...(takenAt !== undefined && { takenAt, takenFrom: 'exif' }), ...more });
  return id;
}

async function momentOf(photoId: string): Promise<string> {
  const { moment } = await opened.database.prisma.photo.findUniqueOrThrow({ where: { id: photoId } });
  return moment.toISOString();
}
const shownTime = async (photoId: string): Promise<string | null | undefined> =>
  (await listing.find(photoId))?.takenAt;

async function names(limit = 100): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listing.page(eventId, {}, { limit, ...(cursor !== undefined && { cursor }) });
    found.push(...page.photos.map(({ fileName }) => fileName));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

describe('the moment of a photo', () => {
  test.each([
    ['2026-06-20T18:30:12+02:00', '2026-06-20T16:30:12.000Z', '2026-06-20T18:30:12+02:00'],
    ['2026-06-20T18:30:12.345-03:30', '2026-06-20T22:00:12.345Z', '2026-06-20T18:30:12.345-03:30'],
    ['2026-06-20T18:30:12', '2026-06-20T16:30:12.000Z', '2026-06-20T18:30:12'],
    ['2026-01-20T18:30:12', '2026-01-20T17:30:12.000Z', '2026-01-20T18:30:12'],
    ['2026-06-20', '2026-06-19T22:00:00.000Z', '2026-06-20'],
    // the moment alone is known: it is told as clocks there showed it
    ['2026-06-20T16:30:12.345Z', '2026-06-20T16:30:12.345Z', '2026-06-20T18:30:12.345+02:00'],
    ['2026-01-20T16:30:12Z', '2026-01-20T16:30:12.000Z', '2026-01-20T17:30:12+01:00'],
  ])('%s, where the event is in Berlin', async (said, moment, shown) => {
    await zones.choose(eventId, 'Europe/Berlin');
    const id = await take('a.jpg', said);
    expect([await momentOf(id), await shownTime(id)]).toEqual([moment, shown]);
  });

  test.each([
    ['America/St_Johns', '2026-01-20T13:00:12-03:30'],
    ['Asia/Kathmandu', '2026-01-20T22:15:12+05:45'],
    ['Pacific/Marquesas', '2026-01-20T07:00:12-09:30'],
    ['-09:30', '2026-01-20T07:00:12-09:30'],
    ['UTC', '2026-01-20T16:30:12+00:00'],
  ])('is told with the offset of %s where that is known alone', async (zone, shown) => {
    await zones.choose(eventId, zone);
    expect(await shownTime(await take('PXL.jpg', '2026-01-20T16:30:12Z', { takenFrom: 'name' }))).toBe(shown);
  });

  test('is that of its arrival as long as nothing says more', async () => {
    const id = await arrive('a.jpg');
    const { createdAt } = await opened.database.prisma.photo.findUniqueOrThrow({ where: { id } });
    expect(await momentOf(id)).toBe(createdAt.toISOString());
    await ingest(id, {});
    expect([await momentOf(id), await shownTime(id)]).toEqual([createdAt.toISOString(), null]);
  });

  test('is read anew without a look at the photo, and keeps what is known where its file cannot be read', async () => {
    const id = await take('a.jpg', '2026-06-20T18:30:12');
    const again = { format: 'jpeg', orientation: 1, takenAt: '2026-06-20T18:30:12+02:00', device: EOS };
    await photos.recordMetadata(id, again);
    await photos.recordMetadata(id, null);
    expect([await momentOf(id), await cameras.listOfEvent(eventId)]).toMatchObject([
      '2026-06-20T16:30:12.000Z',
      [{ ...EOS, photos: 1 }],
    ]);
  });
});

describe('the zone of an event', () => {
  test('is the one that most photos tell, and dates those that tell none', async () => {
    const camera = await take('cam.jpg', '2026-06-20T20:30:00');
    expect(await momentOf(camera)).toBe('2026-06-20T20:30:00.000Z');
    await take('phone.jpg', '2026-06-20T21:00:00+09:00');
    expect([await zones.find(eventId), await names()]).toEqual([
      { chosen: null, guessed: '+09:00' },
      ['cam.jpg', 'phone.jpg'],
    ]);
    expect(await momentOf(camera)).toBe('2026-06-20T11:30:00.000Z');
    // a traveller's phone is one of many
    await take('b.jpg', '2026-06-20T14:00:00+02:00');
    expect(await zones.find(eventId)).toMatchObject({ guessed: '+09:00' });
    await take('c.jpg', '2026-06-20T14:00:00+02:00');
    expect([await zones.find(eventId), await momentOf(camera)]).toEqual([
      { chosen: null, guessed: '+02:00' },
      '2026-06-20T18:30:00.000Z',
    ]);
  });

  test('is the chosen one, whatever photos tell, until nobody chooses any', async () => {
    const id = await take('cam.jpg', '2026-06-20T20:30:00');
    expect(await zones.choose(eventId, 'Asia/Tokyo')).toBe(true);
    expect(await zones.choose(eventId, 'Asia/Tokyo')).toBe(false);
    await take('phone.jpg', '2026-06-20T14:00:00+02:00');
    expect(await momentOf(id)).toBe('2026-06-20T11:30:00.000Z');
    expect(await zones.choose(eventId, null)).toBe(true);
    expect(await momentOf(id)).toBe('2026-06-20T18:30:00.000Z');
    expect(await zones.choose(eventId, null)).toBe(false);
  });

  test.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['+05:45', true],
    ['+15:00', false],
    ['+2', false],
    ['Mars/Olympus', false],
    ["Europe/Berlin'", false],
    ['', false],
  ])('"%s" is one: %s', async (name, known) => {
    expect(await zones.isKnown(name)).toBe(known);
  });

  test('another event is not dated anew with it', async () => {
    const other = await take('other.jpg', '2026-06-20T20:30:00');
    const before = await momentOf(other);
    eventId = await makeEvent();
    await take('a.jpg', '2026-06-20T14:00:00+09:00');
    await zones.choose(eventId, 'Asia/Tokyo');
    expect(await momentOf(other)).toBe(before);
  });
});

describe('a camera whose clock is off', () => {
  const cameraId = async (): Promise<string> => (await cameras.listOfEvent(eventId))[0]?.id ?? '';

  test('is put right for photos that are there and for those to come, and undone', async () => {
    const device = EOS;
    const [first, zoned] = [
      await take('a.jpg', '2026-06-20T14:00:00.250', { device }),
      await take('b.jpg', '2026-06-20T15:00:00+02:00', { device }),
    ];
    const before = [await momentOf(first), await momentOf(zoned)];
    expect(await cameras.shift(await cameraId(), 3_661)).toBe(true);
    const later = await take('c.jpg', '2026-06-20T16:00:00', { device });
    expect(await Promise.all([first, zoned, later].map(shownTime))).toEqual([
      '2026-06-20T15:01:01.250',
      '2026-06-20T16:01:01+02:00',
      '2026-06-20T17:01:01',
    ]);
    expect(await momentOf(zoned)).toBe('2026-06-20T14:01:01.000Z');
    const { clockTime } = await opened.database.prisma.photo.findUniqueOrThrow({ where: { id: first } });
    expect(clockTime, 'what the file says stays').toBe('2026-06-20T14:00:00.250');

    expect(await cameras.shift(await cameraId(), 3_661), 'twice is once').toBe(false);
    expect(await cameras.shift(await cameraId(), -60)).toBe(true);
    expect(await shownTime(later)).toBe('2026-06-20T15:59:00');
    expect(await cameras.shift(await cameraId(), 0)).toBe(true);
    expect(await shownTime(first)).toBe('2026-06-20T14:00:00.250');
    // since a photo told it, the event is two hours east
    expect([before[0], await momentOf(first)]).toEqual([
      '2026-06-20T12:00:00.250Z',
      '2026-06-20T12:00:00.250Z',
    ]);
    expect(await momentOf(zoned)).toBe(before[1]);
  });

  test('is told from another of its kind, and leaves all others alone', async () => {
    const other = { ...EOS, serial: '2' };
    const [mine, theirs] = [
      await take('a.jpg', '2026-06-20T14:00:00', { device: EOS }),
      await take('b.jpg', '2026-06-20T14:00:00', { device: other }),
    ];
    const nobodys = await take('c.jpg', '2026-06-20T14:00:00');
    await take('d.jpg', '2026-06-20T14:30:00', { device: EOS });
    await take('e.jpg', undefined, { device: EOS });
    await cameras.shift(await cameraId(), 86_400);
    expect(await Promise.all([mine, theirs, nobodys].map(shownTime))).toEqual([
      '2026-06-21T14:00:00',
      '2026-06-20T14:00:00',
      '2026-06-20T14:00:00',
    ]);
    const times = (firstAt: string, lastAt = firstAt) => ({ firstAt, lastAt });
    expect(await cameras.listOfEvent(eventId)).toMatchObject([
      { ...EOS, shift: 86_400, photos: 3, ...times('2026-06-21T14:00:00', '2026-06-21T14:30:00') },
      { ...other, shift: 0, photos: 1, ...times('2026-06-20T14:00:00') },
    ]);
  });

  test('is forgotten with its last photo, unless it was put right', async () => {
    const [id, other] = [
      await take('a.jpg', '2026-06-20T14:00:00', { device: EOS }),
      await take('b.jpg', '2026-06-20T14:00:00', { device: { ...EOS, serial: '2' } }),
    ];
    await take('c.jpg', '2026-06-20T14:00:00');
    await cameras.shift((await cameras.listOfEvent(eventId))[1]?.id ?? '', 60);
    for (const photo of [id, other]) await photos.remove(photo);
    expect(await opened.database.prisma.camera.findMany({ where: { eventId } })).toMatchObject([
      { serial: '2' },
    ]);
  });

  test('is not listed without photos, and gone with the event', async () => {
    const id = await take('a.jpg', '2026-06-20T14:00:00', { device: EOS });
    await opened.database.prisma.photo.update({ where: { id }, data: { deletedAt: new Date() } });
    expect(await cameras.listOfEvent(eventId)).toEqual([]);
    await new EventRepository(opened.database).erase(eventId);
    expect(await opened.database.prisma.camera.count({ where: { eventId } })).toBe(0);
  });

  test('the time of satellites is not shifted with it', async () => {
    const device = EOS;
    const gps = await take('a.jpg', '2026-06-20T14:00:00Z', { device, takenFrom: 'gps' });
    await cameras.shift(await cameraId(), 3_600);
    expect(await momentOf(gps)).toBe('2026-06-20T14:00:00.000Z');
  });

  test('shifting and ingesting at once leaves every photo with the shift', async () => {
    await take('first.jpg', '2026-06-20T14:00:00', { device: EOS });
    const id = await cameraId();
    const arrived = await Promise.all(Array.from({ length: 20 }, (_, k) => arrive(`${k}.jpg`)));
    const said = { takenAt: '2026-06-20T14:00:00', takenFrom: 'exif', device: EOS } as const;
    await Promise.all([
      ...arrived.map((photo) => ingest(photo, said)),
      ...[60, 120, 180].map((seconds) => cameras.shift(id, seconds)),
      zones.choose(eventId, 'Asia/Tokyo'),
    ]);
    const shift = (await cameras.find(id))?.shift ?? 0;
    const moment = new Date(Date.parse('2026-06-20T05:00:00Z') + shift * 1000).toISOString();
    expect(new Set(await Promise.all(arrived.map(momentOf)))).toEqual(new Set([moment]));
  });
});

test.each(['shift', 'zone'] as const)(
  'a change of the %s waits for a photo that is just being ingested, and dates it, too',
  async (what) => {
    await take('first.jpg', '2026-06-20T14:00:00', { device: EOS });
    const id = (await cameras.listOfEvent(eventId))[0]?.id ?? '';
    const photoId = await arrive('late.jpg');
    const worker = await OpenTransaction.begin(opened.url);
    await worker.run('select 1 from "Photo" where id = $1 for update', [photoId]);
    await worker.run('update "Event" set "indexRevision" = "indexRevision" + 1 where id = $1', [eventId]);
    await worker.run(
      `update "Photo" set "clockTime" = '2026-06-20T14:00:00', "takenFrom" = 'exif', "cameraId" = $2 where id = $1`,
      [photoId, id],
    );
    const change = what === 'shift' ? cameras.shift(id, 3_600) : zones.choose(eventId, '-01:00');
    expect(await worker.holdsBack(change)).toBe(true);
    await worker.commit();
    await change;
    expect(await momentOf(photoId)).toBe('2026-06-20T15:00:00.000Z');
  },
);

describe('the order of photos', () => {
  test('is by the moment, then the name, on pages of any size, whenever they arrived', async () => {
    await take('late.jpg', '2026-06-20T18:00:00+02:00');
    await take('burst_b.jpg', '2026-06-20T15:00:00.800+02:00');
    await take('burst_a.jpg', '2026-06-20T15:00:00.100+02:00');
    await take('same 2.jpg', '2026-06-20T16:00:00+02:00');
    await take('same 10.jpg', '2026-06-20T16:00:00+02:00');
    await take('same 10.jpg', '2026-06-20T16:00:00+02:00');
    await take('day.jpg', '2026-06-20');
    await take('never.jpg');
    const all = [
      'day.jpg',
      'burst_a.jpg',
      'burst_b.jpg',
      'same 10.jpg',
      'same 10.jpg',
      'same 2.jpg',
      'late.jpg',
      'never.jpg',
    ];
    for (const limit of [1, 2, 3, 100]) expect(await names(limit)).toEqual(all);
  });

  test('a photo that arrives while pages are read comes on a page to come or one before, and no other twice', async () => {
    for (const minute of [10, 20, 30, 40]) await take(`${minute}.jpg`, `2026-06-20T15:${minute}:00+02:00`);
    const first = await listing.page(eventId, {}, { limit: 2 });
    await take('15.jpg', '2026-06-20T15:15:00+02:00');
    await take('35.jpg', '2026-06-20T15:35:00+02:00');
    const rest = await listing.page(eventId, {}, { limit: 9, cursor: first.nextCursor ?? '' });
    expect(rest.photos.map(({ fileName }) => fileName)).toEqual(['30.jpg', '35.jpg', '40.jpg']);
    expect(await names()).toEqual(['10.jpg', '15.jpg', '20.jpg', '30.jpg', '35.jpg', '40.jpg']);
    expect(first.nextCursor?.length, 'fits into an address').toBeLessThan(1000);
  });

  test('names of any length and letters are in order, too', async () => {
    const long = 'ż'.repeat(1020);
    for (const end of ['b', 'a']) await take(`${long}${end}`, '2026-06-20T15:00:00+02:00');
    await take('"\\ %.jpg', '2026-06-20T15:00:00+02:00');
    expect((await names(1)).map((name) => name.length)).toEqual([8, 1021, 1021]);
  });

  test('holds for albums and exports', async () => {
    const [late, early] = [
      await take('late.jpg', '2026-06-20T18:00:00+02:00'),
      await take('early.jpg', '2026-06-20T15:00:00+02:00'),
    ];
    const { prisma } = opened.database;
    const joined = [late, early].map((photoId) => ({ photoId }));
    const album = await prisma.album.create({ data: { eventId, name: 'A', photos: { create: joined } } });
    const inAlbum = await new AlbumPhotoListing(opened.database).of(album.id);
    const run = await prisma.driveExport.create({
      data: { eventId, kind: 'event', folderName: 'F', startedBy: opened.ownerId },
    });
    const files = new DriveExportFileRepository(opened.database);
    await files.plan({ id: run.id, eventId, kind: 'event', subjectId: null });
    const pending = await files.findPending(run.id, 9);
    expect([inAlbum, pending].map((list) => list.map(({ photoId }) => photoId))).toEqual([
      [early, late],
      [early, late],
    ]);
  });

  test('a page in the middle of 10,000 photos is read from the index, and no more than the page', async () => {
    const { prisma } = opened.database;
    const start = Date.parse('2026-06-20T10:00:00Z');
    await prisma.$executeRaw`
      insert into "Photo" (id, "eventId", "fileName", sha256, md5, bytes, "clockTime", "takenFrom")
      select gen_random_uuid(), ${eventId}::uuid, k || '.jpg', lpad(to_hex(k), 64, '0'), lpad(to_hex(k), 32, '0'), 1,
        to_char('2026-06-20 10:00'::timestamp + k * 7919 % 10000 * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'exif'
      from generate_series(1, 10000) k`;
    await prisma.$executeRaw`analyze "Photo"`;
    const cursor = { moment: new Date(start + 5_000_000), sortName: '5', id: randomUUID() };
    const plan = await prisma.$queryRaw<{ 'QUERY PLAN': string }[]>`
      explain (analyze, costs off, timing off) select * from "Photo"
      where "eventId" = ${eventId}::uuid and "deletedAt" is null and moment >= ${cursor.moment}
        and (moment > ${cursor.moment} or "sortName" > ${cursor.sortName} or ("sortName" = ${cursor.sortName} and id > ${cursor.id}::uuid))
      order by moment, "sortName", id limit 101`;
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Scan using "Photo_eventId_moment_sortName_id_idx"');
    expect(text).not.toContain('Sort');
    expect(/Rows Removed by Filter: (\d+)/.exec(text)?.[1] ?? '0').toMatch(/^[01]$/);
  });
});
