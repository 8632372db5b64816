import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { DriveChannelRepository } from './drive-channel.repository.js';
import { DriveExportFileRepository } from './drive-export-file.repository.js';
import { DriveExportRepository } from './drive-export.repository.js';
import { DriveImportFileRepository } from './drive-import-file.repository.js';
import { DriveImportRepository } from './drive-import.repository.js';
import { DriveMirrorRepository, type NewMirror } from './drive-mirror.repository.js';
import { fillEvent, type FullEvent } from '../testing/full.event.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

let owned: OwnedDatabase;
let database: Database;
let imports: DriveImportRepository;
let exports: DriveExportRepository;
let mirrors: DriveMirrorRepository;
let full: FullEvent;
let eventId: string;

const NOW = new Date('2026-06-20T12:00:00Z');
const earlier = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

beforeAll(async () => {
  owned = await openOwnedDatabase();
  ({ database } = owned);
  imports = new DriveImportRepository(database);
  exports = new DriveExportRepository(database);
  mirrors = new DriveMirrorRepository(database);
});
afterAll(() => owned.close());
beforeEach(async () => {
  await database.prisma.event.deleteMany({});
  await database.prisma.driveChannel.deleteMany({});
  eventId = (
    await database.prisma.event.create({ data: { ownerId: owned.ownerId, name: 'Wedding', embedder: 'm' } })
  ).id;
  full = await fillEvent(database, { eventId, userId: owned.ownerId });
});

const auditOf = (subjectId: string) => database.prisma.auditLine.findMany({ where: { subjectId } });

test('imports are shown newest first, and gone on with oldest first until they have ended, once', async () => {
  const made = [];
  for (const folderName of ['first', 'second', 'third'])
    made.push(
      (await imports.create({ eventId, folderId: folderName, folderName, startedBy: owned.ownerId })).id,
    );
  // ids must not decide: the times say which came first
  for (const [index, id] of made.entries())
    await database.prisma.driveImport.update({ where: { id }, data: { createdAt: earlier(index) } });
  const [third = '', second = '', first = ''] = made;
  const listed = await imports.listOfEvent(eventId);
  expect(listed.map(({ id }) => id).slice(-3)).toEqual([third, second, first]);
  expect(await imports.findUnfinished(2)).toEqual([first, second]);

  expect(await imports.start(first)).toBe(true);
  const files = new DriveImportFileRepository(database);
  const outcomes = ['imported', 'imported', 'duplicate', 'skipped', 'skipped', 'skipped', 'failed'] as const;
  const found = [...outcomes, undefined].map((outcome, index) => ({
    fileId: `f${index}`,
    name: 'n',
    path: '',
    mimeType: null,
    md5: null,
    bytes: null,
    targetId: null,
    ...(outcome && { outcome }),
  }));
  await files.recordFound(first, { folders: [], files: found });
  const counts = { found: 8, waiting: 1, imported: 2, duplicate: 1, skipped: 3, failed: 1 };
  expect(await imports.find(first)).toMatchObject({ state: 'running', counts });
  await imports.finish(first, null);
  await imports.finish(second, 'Drive is full');
  await imports.finish(second, null); // too late: it stays as it ended
  expect(await imports.find(first)).toMatchObject({
    state: 'done',
    error: null,
    finishedAt: expect.any(Date) as Date,
  });
  expect(await imports.find(second)).toMatchObject({ state: 'failed', error: 'Drive is full' });
  expect([
    await imports.start(first),
    await imports.start(second),
    await imports.find(crypto.randomUUID()),
  ]).toEqual([false, false, null]);
  expect(await imports.findUnfinished(9)).toEqual([third]);
  expect(await files.settle(first, 'f7', { outcome: 'imported' })).toBe(false);
  const line = { action: 'import.finished', actor: 'user', actorId: owned.ownerId, eventId };
  expect(await auditOf(first)).toMatchObject([{ ...line, detail: { stopped: false, ...counts } }]);
  expect(await auditOf(second)).toMatchObject([{ ...line, detail: { stopped: true, found: 0 } }]);
});

test('an import goes on with what it had found, folder by folder, and tries its failures once more', async () => {
  const files = new DriveImportFileRepository(database);
  const { id } = await imports.create({ eventId, folderId: 'top' });
  const file = { name: 'n', mimeType: 'image/jpeg', md5: 'm', bytes: 7, targetId: null };
  await files.recordFound(id, {
    folders: [
      { folderId: 'z', path: 'B' },
      { folderId: 'y', path: 'A' },
    ],
    files: [
      { ...file, fileId: '3', path: 'B' },
      { ...file, fileId: '2', path: 'A', bytes: null },
      { ...file, fileId: '1', path: 'A' },
    ],
  });
  await files.recordFound(id, {
    folders: [{ folderId: 'y', path: 'other' }],
    files: [{ ...file, fileId: '1', path: 'other' }],
  });
  expect(await files.findUnlistedFolder(id)).toEqual({ folderId: 'y', path: 'A' });
  await files.markListed(id, 'y');
  expect(await files.findUnlistedFolder(id)).toEqual({ folderId: 'z', path: 'B' });
  await files.markListed(id, 'z');
  expect(await files.findUnlistedFolder(id)).toBeNull();

  expect(await files.findPending(id, 2)).toEqual([
    { ...file, fileId: '1', path: 'A' },
    { ...file, fileId: '2', path: 'A', bytes: null },
  ]);
  for (const [fileId, name] of [
    ['3', 'c'],
    ['2', 'b'],
    ['1', 'd'],
  ] as const) {
    await database.prisma.driveImportFile.updateMany({
      where: { driveImportId: id, fileId },
      data: { name },
    });
    expect(
      await files.settle(id, fileId, { outcome: 'failed', ...(fileId === '1' ? {} : { reason: 'broken' }) }),
    ).toBe(true);
  }
  const failed = [
    { fileId: '2', name: 'b', path: 'A', reason: 'broken' },
    { fileId: '1', name: 'd', path: 'A', reason: '' },
    { fileId: '3', name: 'c', path: 'B', reason: 'broken' },
  ];
  expect(await files.listFailed(id, 9)).toEqual(failed);
  expect(await files.listFailed(id, 1)).toEqual(failed.slice(0, 1));
  await files.settle(id, '3', { outcome: 'imported', photoId: full.photo });
  await files.retryFailed(id);
  expect((await files.findPending(id, 9)).map(({ fileId }) => fileId)).toEqual(['1', '2']);
  expect(
    await database.prisma.driveImportFile.findMany({
      where: { driveImportId: id },
      orderBy: { fileId: 'asc' },
    }),
  ).toMatchObject([
    { outcome: 'pending', reason: null, photoId: null },
    { outcome: 'pending', reason: null },
    { outcome: 'imported', reason: null, photoId: full.photo },
  ]);
});

test('exports are shown newest first to the organizer, and those of a guest to the guest alone', async () => {
  const asked = { eventId, accountId: null, folderName: 'Wedding' };
  const kept = { kind: 'event' as const, subjectId: null, startedBy: owned.ownerId };
  const ids = [
    (await exports.create({ ...asked, ...kept })).id,
    (await exports.create({ ...asked, ...kept })).id,
  ];
  const own = { ...asked, kind: 'guest' as const, subjectId: full.guest };
  const ofGuest = [
    await exports.createForGuest(own, [full.photo, full.otherPhoto]),
    await exports.createForGuest(own, []),
  ].map(({ id }) => id);
  for (const list of [ids, ofGuest]) {
    for (const [index, id] of list.entries())
      await database.prisma.driveExport.update({ where: { id }, data: { createdAt: earlier(index) } });
  }
  expect((await exports.listOfEvent(eventId)).map(({ id }) => id).slice(-2)).toEqual(ids);
  const shown = new Set((await exports.listOfEvent(eventId)).map(({ kind }) => kind));
  expect([...shown]).toEqual(['event']);
  expect((await exports.listOfGuest(full.guest)).map(({ id }) => id).slice(-2)).toEqual(ofGuest);
  expect(await exports.find(ofGuest[0] ?? '')).toMatchObject({
    state: 'pending',
    counts: { photos: 2, waiting: 2 },
  });
  expect(await exports.findUnfinished(9)).toHaveLength(4);
  expect(await exports.findUnfinished(2)).toEqual(expect.arrayContaining([ids[1], ofGuest[1]]));

  const files = new DriveExportFileRepository(database);
  expect(await exports.start(ofGuest[0] ?? '')).toBe(true);
  await files.settle(ofGuest[0] ?? '', full.photo, { outcome: 'uploaded' });
  await files.settle(ofGuest[0] ?? '', full.otherPhoto, { outcome: 'failed', reason: 'broken' });
  for (const [id, error] of [
    [ofGuest[0], null],
    [ids[0], 'full'],
    [ids[0], null],
  ] as const)
    await exports.finish(id ?? '', error);
  expect(await exports.find(ofGuest[0] ?? '')).toMatchObject({
    state: 'done',
    error: null,
    counts: { photos: 2, waiting: 0, uploaded: 1, present: 0, failed: 1, withheld: 0 },
  });
  expect(await exports.find(ids[0] ?? '')).toMatchObject({
    state: 'failed',
    error: 'full',
    finishedAt: expect.any(Date) as Date,
  });
  expect([await exports.start(ids[0] ?? ''), await exports.find(crypto.randomUUID())]).toEqual([false, null]);
  expect(await auditOf(ofGuest[0] ?? '')).toMatchObject([
    {
      action: 'export.finished',
      actor: 'guest',
      actorId: full.guest,
      detail: { stopped: false, uploaded: 1, failed: 1 },
    },
  ]);
  expect(await auditOf(ids[0] ?? '')).toMatchObject([
    { actor: 'user', actorId: owned.ownerId, detail: { stopped: true, photos: 0 } },
  ]);
});

test('an export holds what its kind says, without what waits or was deleted, and keeps back whom it must not show', async () => {
  const files = new DriveExportFileRepository(database);
  const plan = async (kind: 'event' | 'album' | 'person' | 'guest', subjectId: string | null) => {
    const run = await exports.create({ eventId, accountId: null, kind, subjectId, folderName: 'F' });
    await files.plan(run);
    return { run, photos: (await files.findPending(run.id, 9)).map(({ photoId, path }) => [photoId, path]) };
  };
  const { run, photos } = await plan('event', null);
  // taken in one second, so by their names
  expect(photos).toEqual([
    [full.otherPhoto, ''],
    [full.photo, 'plain album'],
  ]);
  expect((await plan('album', full.album)).photos).toEqual([[full.photo, '']]);
  expect((await plan('person', full.person)).photos).toEqual([[full.photo, '']]);
  expect((await plan('guest', full.guest)).photos).toEqual([]);
  expect(await files.findPending(run.id, 1)).toHaveLength(1);
  expect(await files.findPaths(run.id)).toEqual(['', 'plain album']);

  await files.withhold(run.id, new Map([[full.photo, 'It shows somebody.']]));
  expect((await files.findPending(run.id, 9)).map(({ photoId }) => photoId)).toEqual([full.otherPhoto]);
  expect((await exports.find(run.id))?.counts).toMatchObject({ photos: 2, waiting: 1, withheld: 1 });
  expect(await files.findPendingIds(run.id)).toEqual([full.otherPhoto]);
  await files.noteWaiting(run.id, 'The link was closed.');
  const reasons = await database.prisma.driveExportFile.findMany({ where: { exportId: run.id } });
  expect(new Map(reasons.map(({ photoId, reason }) => [photoId, reason]))).toEqual(
    new Map([
      [full.photo, 'It shows somebody.'],
      [full.otherPhoto, 'The link was closed.'],
    ]),
  );
  await files.plan(run);
  expect((await exports.find(run.id))?.counts).toMatchObject({ waiting: 2, withheld: 0 });

  await files.reserve(run.id, full.photo, 'reserved');
  const waiting = await files.findWaiting(run.id, [full.photo, crypto.randomUUID()]);
  expect([...waiting]).toEqual([
    [
      full.photo,
      {
        sha256: expect.any(String) as string,
        md5: expect.any(String) as string,
        ...{ bytes: 9, blanks: null, driveFileId: 'reserved' },
        blur: expect.objectContaining({ mark: 'mark', bytes: 1, crc32: 1 }) as object,
      },
    ],
  ]);
  expect(await files.settle(run.id, full.photo, { outcome: 'failed', reason: 'broken' })).toBe(true);
  expect(await files.settle(run.id, full.otherPhoto, { outcome: 'uploaded', driveFileId: 'sent' })).toBe(
    true,
  );
  expect(await files.settle(run.id, crypto.randomUUID(), { outcome: 'present' })).toBe(false);
  expect(await files.listFailed(run.id, 9)).toEqual([
    { photoId: full.photo, name: 'plain photo', reason: 'broken' },
  ]);
  await files.plan(run);
  expect(await files.findPending(run.id, 9)).toMatchObject([
    { photoId: full.photo, driveFileId: 'reserved' },
  ]);
  expect(
    await database.prisma.driveExportFile.findMany({ where: { exportId: run.id, reason: { not: null } } }),
  ).toEqual([]);

  await files.recordFolder(run.id, '', 'one');
  await files.recordFolder(run.id, '', 'two');
  expect([...(await files.findFolders(run.id))]).toEqual([['', 'two']]);
});

test('a mirror is looked at when it is due, and not while it rests or its event lies in the trash', async () => {
  const { prisma } = database;
  await mirrors.remove(full.driveMirror);
  const ask: NewMirror = {
    eventId,
    albumId: full.mirroredAlbum,
    accountId: null,
    direction: 'both',
    folderId: 'folder',
    folderName: 'F',
  };
  const made = await mirrors.create(ask);
  expect(made).toMatchObject({
    state: 'checking',
    asks: 'first',
    byService: true,
    folderToMake: false,
    albumName: 'plain mirrored album',
  });
  expect(await mirrors.create(ask)).toBeNull();
  const other = await mirrors.create({ ...ask, albumId: full.album, folderId: null });
  expect(other).toMatchObject({ folderToMake: true, folderId: null });
  const [id, otherId] = [made?.id ?? '', other?.id ?? ''];
  const due = (limit = 9): Promise<string[]> => mirrors.findDue(limit, NOW);

  await prisma.driveMirror.update({ where: { id }, data: { createdAt: earlier(1), dueAt: earlier(1) } });
  await prisma.driveMirror.update({
    where: { id: otherId },
    data: { createdAt: earlier(2), dueAt: earlier(2) },
  });
  expect((await mirrors.listOfEvent(eventId)).map((one) => one.id)).toEqual([id, otherId]);
  expect([await due(), await due(1)]).toEqual([[otherId, id], [otherId]]);
  await mirrors.markChecked(otherId, new Date(NOW.getTime() + 1), 'away');
  expect(await mirrors.find(otherId)).toMatchObject({ error: 'away', checkedAt: expect.any(Date) as Date });
  expect(await due(), 'a first look does not wait').toEqual([id, otherId]);

  expect(await mirrors.move(otherId, ['paused'], { state: 'active' })).toBe(false);
  expect(await mirrors.move(otherId, ['checking', 'paused'], { state: 'active', asks: null })).toBe(true);
  expect(await due()).toEqual([id]);
  expect(await mirrors.move(otherId, ['active'], { state: 'active', dueAt: NOW })).toBe(true);
  expect(await due()).toEqual([id, otherId]);
  await mirrors.move(id, ['checking'], { state: 'paused' });
  expect(await due()).toEqual([otherId]);
  const { id: line } = await prisma.driveMirrorLine.create({
    data: { mirrorId: id, kind: 'leave', state: 'undoing', name: 'a.jpg' },
  });
  expect(await due(), 'what is to be taken back is taken back while it rests').toEqual([id, otherId]);
  await prisma.driveMirrorLine.delete({ where: { id: line } });

  await mirrors.update(id, { folderName: 'G' });
  expect([(await mirrors.find(id))?.folderName, (await mirrors.find(otherId))?.folderName]).toEqual([
    'G',
    'F',
  ]);
  const gone = [{ deletedAt: NOW }, { deletedAt: null, erasedAt: NOW }];
  for (const data of gone) {
    await prisma.event.update({ where: { id: eventId }, data });
    expect([await due(), await mirrors.find(id), await mirrors.listOfEvent(eventId)]).toEqual([[], null, []]);
  }
});

test('what a mirror has come to is counted', async () => {
  const mirrorId = full.driveMirror;
  await database.prisma.driveMirrorItem.deleteMany({ where: { mirrorId } });
  expect(await mirrors.countsOf(mirrorId)).toEqual({ linked: 0, lost: 0, withheld: 0, failed: 0 });
  const linked = { driveName: 'a', driveMd5: 'm', visageName: 'a', visageMd5: 'm' };
  const data = [
    linked,
    linked,
    { ...linked, copyOf: crypto.randomUUID() },
    { ...linked, visageName: null, visageMd5: null },
    { noted: 'lost' },
    { noted: 'withheld' },
    { noted: 'withheld' },
    { failure: 'broken' },
  ];
  await database.prisma.driveMirrorItem.createMany({
    data: data.map((one) => ({ mirrorId, origin: 'drive' as const, ...one })),
  });
  expect(await mirrors.countsOf(mirrorId)).toEqual({ linked: 2, lost: 1, withheld: 2, failed: 1 });
});

test('a channel hurries the mirrors of its own source, and is idle once it ended, is followed or nobody needs it', async () => {
  const { prisma } = database;
  const channels = new DriveChannelRepository(database);
  const [source, later] = [{ accountId: null, driveId: 'shared' }, new Date(NOW.getTime() + 60_000)];
  await prisma.driveMirror.update({
    where: { id: full.driveMirror },
    data: { byService: true, driveId: 'shared', dueAt: later },
  });
  await prisma.driveChannel.deleteMany({});
  const id = await channels.create(source, later);
  expect(await channels.find(id)).toEqual({ id, ...source, resourceId: null, expiresAt: later });
  expect([
    await channels.findOf({ ...source, driveId: null }),
    await channels.find(crypto.randomUUID()),
  ]).toEqual([null, null]);
  expect(await channels.findIdle(9, NOW)).toEqual([]);

  const elsewhere = await channels.create({ ...source, driveId: 'other' }, later);
  expect([
    await channels.hurryMirrors(elsewhere, NOW),
    await channels.hurryMirrors(crypto.randomUUID(), NOW),
  ]).toEqual([0, 0]);
  expect(await channels.hurryMirrors(id, NOW)).toBe(1);
  expect(await mirrors.findDue(9, NOW)).toEqual([full.driveMirror]);
  expect(await channels.hurryMirrors(id, NOW), 'it is due already').toBe(0);
  expect(await channels.findIdle(9, NOW)).toEqual([elsewhere]);
  await channels.remove(elsewhere);

  const newer = await channels.create(source, new Date(later.getTime() + 1));
  expect((await channels.findOf(source))?.id).toBe(newer);
  expect(await channels.findIdle(9, NOW), 'Google has not said yes to the newer one').toEqual([]);
  const opened = { resourceId: 'log', expiresAt: new Date(later.getTime() + 2) };
  await channels.opened(newer, opened);
  expect(await channels.find(newer)).toMatchObject(opened);
  expect(await channels.findIdle(9, NOW)).toEqual([id]);
  await mirrors.move(full.driveMirror, ['active'], { state: 'paused' });
  expect(await channels.findIdle(9, NOW)).toEqual([id, newer]);
  expect(await channels.findIdle(1, NOW)).toEqual([id]);
});
