import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AlbumRepository } from '../album/album.repository.js';
import { createDatabase, type Database } from '../client/database.client.js';
import { DriveExportFileRepository } from '../drive/drive-export-file.repository.js';
import { DrivePhotoListing } from '../drive/drive-photo.listing.js';
import { EventCountRepository } from '../event/event-count.repository.js';
import { FaceRepository } from '../face/face.repository.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { digestsOf } from '../testing/photo.columns.js';
import { openTestDatabase } from '../testing/test.database.js';
import { TrashRepository } from '../trash/trash.repository.js';
import { ZipListing } from '../zip/zip.listing.js';
import { PhotoApprovalRepository } from './photo-approval.repository.js';
import { PhotoListing } from './photo.listing.js';
import { PhotoRepository } from './photo.repository.js';

let copy: DatabaseCopy;
let database: Database;
let photos: PhotoRepository;
let listing: PhotoListing;
let faces: FaceRepository;
let albums: AlbumRepository;
let trash: TrashRepository;
let counts: EventCountRepository;
let ownerId: string;
let eventId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 4 });
  photos = new PhotoRepository(database);
  listing = new PhotoListing(database);
  faces = new FaceRepository(database);
  albums = new AlbumRepository(database);
  trash = new TrashRepository(database);
  counts = new EventCountRepository(database);
  const data = { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' } as const;
  ownerId = (await database.prisma.user.create({ data })).id;
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
beforeEach(async () => {
  const data = { ownerId, name: 'E', embedder: 'm' };
  eventId = (await database.prisma.event.create({ data })).id;
});

let made = 0;
async function arrive(fileName: string, more: { guestId?: string } = {}): Promise<string> {
  made += 1;
  const sums = { ...digestsOf(`pair ${made}`), crc32: made, bytes: fileName.endsWith('.NEF') ? 100 : 10 };
  const taken = await photos.create({ eventId, fileName, ...sums, ...more });
  return taken?.photo.id ?? '';
}

interface Seen {
  takenAt?: string | undefined;
  format?: string;
  width?: number;
}

const MOMENT = '2026-06-20T15:04:05';
const FACE = {
  box: [10, 10, 40, 40] as [number, number, number, number],
  score: 1,
  quality: 1,
};

/** As the detector does: metadata and one face. @returns the face, or null when it is gone already. */
async function look(
  photoId: string,
  { takenAt = MOMENT, format, width = 600 }: Seen = {},
): Promise<string | null> {
  const id = crypto.randomUUID();
  const { fileName } = await database.prisma.photo.findUniqueOrThrow({ where: { id: photoId } });
  const kind = format ?? (fileName.endsWith('.NEF') ? 'raw' : 'jpeg');
  const metadata = { format: kind, orientation: 1, ...(takenAt !== '' && { takenAt }) };
  const replaced = await faces.replaceFaces({
    photoId,
    version: 'd',
    places: LEGIBLE_PLACES,
    faces: [{ id, ...FACE }],
    ingested: { version: 1, width, height: 400, metadata },
  });
  return replaced?.removedFaceIds.includes(id) === false ? id : null;
}

const shown = async (): Promise<string[]> =>
  (await listing.page(eventId, {}, { limit: 10 })).photos.map(({ fileName }) => fileName).sort();
async function counted() {
  expect(await counts.recount(), 'kept and counted are the same').toEqual([]);
  const [row] = await database.prisma.eventCount.groupBy({
    by: ['eventId'],
    where: { eventId },
    _sum: { photos: true, trashed: true, faces: true, bytes: true },
  });
  const { photos: there, trashed, faces: seen, bytes } = row?._sum ?? {};
  return { photos: there, trashed, faces: seen, bytes: Number(bytes) };
}

async function pair(): Promise<{ jpeg: string; raw: string }> {
  const [jpeg, raw] = [await arrive('DSC_0001.JPG'), await arrive('DSC_0001.NEF')];
  await look(jpeg);
  await look(raw);
  return { jpeg, raw };
}

describe('a RAW beside a JPEG of its name and moment', () => {
  test.each([
    ['JPEG', 'RAW', ['DSC_0001.JPG', 'dsc_0001.NEF']],
    ['RAW', 'JPEG', ['dsc_0001.NEF', 'DSC_0001.JPG']],
  ])(
    'is one photo with it, shown and counted once, both files kept: the %s first, then the %s',
    async (_, __, names) => {
      const ids = new Map<string, string>();
      for (const name of names) ids.set(name, await arrive(name));
      for (const name of names) await look(ids.get(name) ?? '');
      const [jpeg = '', raw = ''] = [ids.get('DSC_0001.JPG'), ids.get('dsc_0001.NEF')];
      expect(await shown()).toEqual(['DSC_0001.JPG']);
      expect(await counted()).toEqual({ photos: 1, trashed: 0, faces: 1, bytes: 110 });
      expect((await listing.find(jpeg))?.raws).toEqual([{ id: raw, fileName: 'dsc_0001.NEF', bytes: 100 }]);
      expect(await database.prisma.face.findMany({ select: { photoId: true }, where: { eventId } })).toEqual([
        { photoId: jpeg },
      ]);
    },
  );

  test('is found also when both are looked at in one moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [jpeg, raw] = [await arrive(`${round}.JPG`), await arrive(`${round}.NEF`)];
      await Promise.all([look(jpeg), look(raw)]);
      expect((await photos.find(raw))?.rawOf, `round ${round}`).toBe(jpeg);
    }
  });

  test('leaves to the photo that somebody objected to being shown, and whose face data were erased', async () => {
    const [jpeg, raw] = [await arrive('DSC_0001.JPG'), await arrive('DSC_0001.NEF')];
    const faceId = (await look(raw)) ?? '';
    const erasedAt = new Date();
    await database.prisma.face.update({ where: { id: faceId }, data: { erasedAt } });
    await database.prisma.objection.create({
      data: { eventId, wish: 'withheld', createdAt: new Date(), faces: { create: { faceId } } },
    });
    await look(jpeg);
    const face = await database.prisma.face.findFirstOrThrow({
      where: { photoId: jpeg },
      include: { objections: true },
    });
    expect([face.erasedAt, face.objections.length]).toEqual([erasedAt, 1]);
  });

  test('leaves its people to the photo, and its faces to nobody', async () => {
    const [jpeg, raw] = [await arrive('DSC_0001.JPG'), await arrive('DSC_0001.NEF')];
    const face = await look(raw);
    const { id: personId } = await database.prisma.person.create({ data: { eventId, name: 'Ann' } });
    await database.prisma.face.update({ where: { id: face ?? '' }, data: { personId } });
    await look(jpeg);
    expect(
      await database.prisma.face.findMany({ where: { eventId }, select: { photoId: true, personId: true } }),
    ).toEqual([{ photoId: jpeg, personId }]);
    expect(await database.prisma.removedFace.count({ where: { eventId, faceId: face ?? '' } })).toBe(1);
  });

  test('is never looked at again, nor are faces found in it', async () => {
    const { raw } = await pair();
    expect(await photos.findForWork(raw)).toBeNull();
    expect(await look(raw)).toBeNull();
    const left = [
      await photos.findPhotosToIngest('m', 2, 100),
      await photos.findPhotosToDetect('m', 'other', 100),
    ];
    expect(left.flat()).not.toContain(raw);
  });

  test.each<[string, string, Seen]>([
    ['of another name', 'DSC_0002.NEF', {}],
    ['of another second', 'DSC_0001.NEF', { takenAt: '2026-06-20T15:04:06' }],
    ['without a time', 'DSC_0001.NEF', { takenAt: '' }],
    ['that is no RAW', 'DSC_0001.NEF', { format: 'tiff' }],
  ])('stays a photo of its own %s', async (_, name, seen) => {
    await look(await arrive('DSC_0001.JPG'));
    await look(await arrive(name), seen);
    expect(await shown()).toEqual(['DSC_0001.JPG', name]);
  });

  test('is one with it where neither says when it was taken, or one says the fraction and the zone', async () => {
    for (const [name, one, other] of [
      ['a', '', ''],
      ['b', MOMENT, `${MOMENT}.250+02:00`],
    ] as const) {
      await look(await arrive(`${name}.JPG`), { takenAt: one });
      await look(await arrive(`${name}.NEF`), { takenAt: other });
    }
    expect(await shown()).toEqual(['a.JPG', 'b.JPG']);
  });

  test('is one with it only in the same album, and as soon as both are there', async () => {
    const [jpeg, raw] = [await arrive('DSC_0001.JPG'), await arrive('DSC_0001.NEF')];
    const [one, two] = [await albums.findOrCreate(eventId, 'one'), await albums.findOrCreate(eventId, 'two')];
    await albums.addPhotos(one.id, [jpeg]);
    await albums.addPhotos(two.id, [raw]);
    await look(jpeg);
    await look(raw);
    expect(await shown()).toHaveLength(2);
    expect(await albums.addPhotos(one.id, [raw])).toBe(1);
    expect(await shown()).toEqual(['DSC_0001.JPG']);
    const listed = await albums.listOfEvent(eventId);
    expect(listed.map((album) => [album.name, album.photos])).toEqual([
      ['one', 1],
      ['two', 0],
    ]);
  });

  test('of another sender stays apart', async () => {
    const share = { eventId, name: 'S', rights: {}, scope: {}, presentation: {} };
    const { id: shareId } = await database.prisma.share.create({ data: share as never });
    const { id: shareCodeId } = await database.prisma.shareCode.create({ data: { shareId, label: 'A' } });
    const { id: guestId } = await database.prisma.guest.create({ data: { shareCodeId } });
    await look(await arrive('DSC_0001.JPG'));
    await look(await arrive('DSC_0001.NEF', { guestId }));
    expect(await shown()).toHaveLength(2);
  });
});

describe('a photo with two files', () => {
  test('goes into the trash, comes back and leaves as a whole, and counts as one', async () => {
    const { jpeg, raw } = await pair();
    expect(await trash.putPhotos(eventId, [jpeg], new Date())).toBe(1);
    expect(await counted()).toEqual({ photos: 0, trashed: 1, faces: 0, bytes: 110 });
    // sent again, it is known by either of its files
    expect(await trash.restorePhotos(eventId, [raw])).toBe(1);
    expect(await counted()).toEqual({ photos: 1, trashed: 0, faces: 1, bytes: 110 });
    await trash.putPhotos(eventId, [jpeg], new Date());
    const leaving = await trash.leavePhotos(eventId, [jpeg]);
    expect(leaving.map(({ id }) => id).sort()).toEqual([jpeg, raw].sort());
    for (const { id } of leaving) await photos.remove(id);
    expect(await database.prisma.photo.count({ where: { eventId } })).toBe(0);
    expect(await counted()).toEqual({ photos: 0, trashed: 0, faces: 0, bytes: 0 });
  });

  test('lies in albums and leaves them with both', async () => {
    const { jpeg, raw } = await pair();
    const { id } = await albums.findOrCreate(eventId, 'A');
    expect(await albums.addPhotos(id, [jpeg])).toBe(1);
    const inIt = async () =>
      (await database.prisma.albumPhoto.findMany({ where: { albumId: id } })).map(({ photoId }) => photoId);
    expect((await inIt()).sort()).toEqual([jpeg, raw].sort());
    expect(await albums.addPhotos(id, [raw])).toBe(0);
    expect(await albums.removePhotos(id, [jpeg])).toBe(1);
    expect(await inIt()).toEqual([]);
  });

  test('is approved, and refused, as one', async () => {
    const { jpeg, raw } = await pair();
    await database.prisma.photo.updateMany({
      where: { id: { in: [jpeg, raw] } },
      data: { heldAt: new Date() },
    });
    expect(await new PhotoApprovalRepository(database).approve(eventId, [jpeg])).toBe(1);
    expect(await database.prisma.photo.count({ where: { eventId, heldAt: null } })).toBe(2);
  });

  test('shows visitors one of them: the other is withheld like what waits', async () => {
    const { raw, jpeg } = await pair();
    expect([(await listing.find(raw))?.held, (await listing.find(jpeg))?.held]).toEqual([true, false]);
    const zip = new ZipListing(database);
    expect(await zip.withRaws(eventId, [jpeg])).toEqual([jpeg, raw]);
    expect((await zip.photos(eventId, [jpeg, raw])).map(({ held }) => held)).toEqual([false, true]);
  });

  test('is exported with both, also as one of a person', async () => {
    const { jpeg, raw } = await pair();
    const { id: personId } = await database.prisma.person.create({ data: { eventId, name: 'Ann' } });
    await database.prisma.face.updateMany({ where: { photoId: jpeg }, data: { personId } });
    await arrive('other.JPG');
    for (const [kind, subjectId, files] of [
      ['event', null, 3],
      ['person', personId, 2],
      ['guest', personId, 0],
    ] as const) {
      const run = { eventId, kind, subjectId, folderName: 'F' };
      const { id } = await database.prisma.driveExport.create({ data: run });
      await new DriveExportFileRepository(database).plan({ id, eventId, kind, subjectId });
      const pending = (await database.prisma.driveExportFile.findMany({ where: { exportId: id } })).map(
        ({ photoId }) => photoId,
      );
      expect(pending, kind).toHaveLength(files);
      if (files > 0) expect(pending, kind).toEqual(expect.arrayContaining([jpeg, raw]));
    }
  });

  test('goes to a Drive by what is known of the photo: the RAW shows whom the JPEG shows', async () => {
    const { jpeg, raw } = await pair();
    const data = { eventId, name: 'Ann', appearance: 'withheld' as const };
    const { id: personId } = await database.prisma.person.create({ data });
    await database.prisma.face.updateMany({ where: { photoId: jpeg }, data: { personId } });
    const found = await new DrivePhotoListing(database).of([jpeg, raw]);
    expect(
      found.map(({ photoId, wishes, personIds }) => [photoId, wishes.withheld.length, personIds]).sort(),
    ).toEqual([jpeg, raw].map((id) => [id, 1, [personId]]).sort());
  });
});
