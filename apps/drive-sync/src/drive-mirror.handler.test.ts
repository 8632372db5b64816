import { deny } from '@visage/access/access.reason';
import { FACE_COLUMNS, ready } from '@visage/database/testing/photo.columns';
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import { DOWNLOAD_QUOTA, randomFaults } from '@visage/testing/drive.faults';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startMirrorFixture, type MirrorFixture, type MirrorTrial } from './testing/mirror.fixture.js';

let fixture: MirrorFixture;
let trial: MirrorTrial;
beforeAll(async () => {
  fixture = await startMirrorFixture();
});
afterAll(() => fixture.stop());
afterEach(() => trial.stop());

async function begin(direction: MirrorDirection): Promise<void> {
  trial = await fixture.begin(direction);
}
/** Ten photos on both sides, so that removing one or two needs no answer. */
async function tenAlike(direction: MirrorDirection): Promise<{ files: string[]; photos: string[] }> {
  await begin(direction);
  const files: string[] = [];
  for (let index = 0; index < 10; index++) files.push(trial.addFile(`${index}.jpg`, `photo ${index}`));
  for (let index = 0; index < 10; index++) await trial.addPhoto(`${index}.jpg`, `photo ${index}`);
  await trial.start();
  const photos = await trial.album();
  return {
    files,
    photos: files.map((_, index) => photos.find((photo) => photo.name === `${index}.jpg`)?.photoId ?? ''),
  };
}
const requests = (): number => trial.drive.requests.length;
const downloads = (): number =>
  trial.drive.requests.filter((request) => /^GET \/drive\/v3\/files\/./.test(request)).length;

test('the first look changes nothing and lists what would happen; a yes does it', async () => {
  await begin('both');
  trial.addFile('d.jpg', 'from Drive');
  trial.drive.addFile('plan.pdf', Buffer.from('%PDF'), trial.folderId, 'application/pdf');
  await trial.addPhoto('v.jpg', 'from Visage');
  await trial.create();
  expect(await trial.state()).toBe('asking');
  expect(await trial.inAlbum()).toEqual(['v.jpg=from Visage']);
  const planned = await fixture.lines.page(trial.mirrorId, 'plan', undefined, 10);
  expect(planned.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['send v.jpg', 'take d.jpg']);
  await trial.run();
  expect(trial.inFolder()).toEqual(['d.jpg=from Drive', 'plan.pdf=%PDF']);

  await trial.approve();
  await trial.run();
  expect(await trial.inAlbum()).toEqual(['d.jpg=from Drive', 'v.jpg=from Visage']);
  expect(trial.inFolder()).toEqual(['d.jpg=from Drive', 'plan.pdf=%PDF', 'v.jpg=from Visage']);
  expect((await trial.history()).sort()).toEqual(['send v.jpg', 'take d.jpg']);
});

test('a run over nothing new costs two requests and writes no line', async () => {
  await tenAlike('both');
  await trial.run();
  const [asked, told] = [requests(), (await trial.history()).length];
  await trial.run();
  expect([requests() - asked, (await trial.history()).length - told]).toEqual([2, 0]);
});

test('in both directions every change arrives, once, and echoes of it do not come back', async () => {
  const { files, photos } = await tenAlike('both');
  expect(await trial.history()).toEqual([]);
  trial.rename(files[0] ?? '', 'renamed.jpg');
  await trial.renamePhoto(photos[1] ?? '', 'named here.jpg');
  trial.revise(files[2] ?? '', 'edited 2');
  trial.trash(files[3] ?? '');
  await trial.takeOut(photos[4] ?? '');
  await trial.run();
  const expected = [
    ...['5.jpg=photo 5', '6.jpg=photo 6', '7.jpg=photo 7', '8.jpg=photo 8', '9.jpg=photo 9'],
    ...['2.jpg=edited 2', 'named here.jpg=photo 1', 'renamed.jpg=photo 0'],
  ].sort();
  // three would go, more than a fifth
  expect(await trial.state()).toBe('asking');
  await trial.approve();
  await trial.run();
  expect(await trial.inAlbum()).toEqual(expected);
  expect(trial.inFolder()).toEqual(expected);
  const told = [
    'leave 3.jpg',
    'renameFile named here.jpg',
    'renamePhoto renamed.jpg',
    'replace 2.jpg',
    'trash 4.jpg',
  ];
  expect((await trial.history()).sort()).toEqual(told);
  await trial.run();
  await trial.run();
  expect((await trial.history()).sort()).toEqual(told);
  // nothing of it is lost
  expect(await trial.event()).toEqual(expect.arrayContaining(['photo 2', 'photo 3', 'photo 4']));
  expect(trial.drive.files.get(files[4] ?? '').explicitlyTrashed).toBe(true);
});

test('what a mirror took away comes back by undo, on both sides', async () => {
  const { files, photos } = await tenAlike('both');
  trial.trash(files[0] ?? '');
  await trial.run();
  await trial.takeOut(photos[1] ?? '');
  await trial.run();
  expect([(await trial.inAlbum()).length, trial.inFolder().length]).toEqual([8, 8]);
  await trial.undo('leave');
  await trial.undo('trash');
  await trial.run();
  expect([(await trial.inAlbum()).length, trial.inFolder().length]).toEqual([10, 10]);
  expect(await trial.history()).toEqual([
    'leave 0.jpg (undone)',
    'trash 1.jpg (undone)',
    'untrash 0.jpg',
    'take 1.jpg',
  ]);

  trial.revise(files[5] ?? '', 'scribbled over');
  await trial.run();
  await trial.undo('replace');
  await trial.run();
  expect(trial.inFolder()).toEqual(expect.arrayContaining(['5.jpg=photo 5', '5.jpg=scribbled over']));
  expect(await trial.inAlbum()).toEqual(trial.inFolder());
});

test('a restored file brings its photo back without fetching anything', async () => {
  const { files } = await tenAlike('fromDrive');
  trial.trash(files[0] ?? '');
  await trial.run();
  expect((await trial.inAlbum()).length).toBe(9);
  const fetched = downloads();
  trial.trash(files[0] ?? '', false);
  await trial.run();
  expect((await trial.inAlbum()).length).toBe(10);
  expect(downloads() - fetched).toBe(1); // the look at the folder
});

test('a file that was moved away leaves, one that was moved back comes back', async () => {
  const { files } = await tenAlike('both');
  const elsewhere = trial.drive.addFolder('Elsewhere');
  trial.move(files[0] ?? '', trial.folderId, elsewhere);
  await trial.run();
  expect(await trial.inAlbum()).not.toContain('0.jpg=photo 0');
  trial.move(files[0] ?? '', elsewhere, trial.folderId);
  await trial.run();
  expect(await trial.inAlbum()).toContain('0.jpg=photo 0');
});

test('files, or the folder, that cannot be seen any more take no photo with them', async () => {
  const { files } = await tenAlike('both');
  for (const id of files.slice(0, 4)) trial.drive.files.setLost(id, true);
  trial.drive.files.remove(trial.drive.files.get(files[4] ?? ''));
  await trial.run();
  expect((await trial.inAlbum()).length).toBe(10);
  expect((await trial.history()).sort()).toEqual([0, 1, 2, 3, 4].map((index) => `lost ${index}.jpg`));

  for (const id of files.slice(0, 4)) trial.drive.files.setLost(id, false);
  await trial.run();
  expect((await trial.history()).filter((line) => line.startsWith('found'))).toHaveLength(4);

  const folder = trial.drive.files.get(trial.folderId);
  folder.explicitlyTrashed = true;
  for (const id of files.slice(5)) trial.drive.files.touch(trial.drive.files.get(id));
  await trial.run();
  expect([await trial.state(), (await trial.inAlbum()).length]).toEqual(['stopped', 10]);
  expect((await fixture.mirrors.find(trial.mirrorId))?.error).toContain('trash');
  folder.explicitlyTrashed = false;
  folder.lost = true;
  await fixture.mirrors.move(trial.mirrorId, ['stopped'], { state: 'active' });
  await trial.run();
  expect([await trial.state(), (await trial.inAlbum()).length]).toEqual(['stopped', 10]);
});

test('a one-way mirror leaves alone what somebody did on the side that it writes to', async () => {
  const into = await tenAlike('fromDrive');
  await trial.takeOut(into.photos[0] ?? '');
  await trial.renamePhoto(into.photos[1] ?? '', 'mine.jpg');
  await trial.addPhoto('extra.jpg', 'only here');
  await trial.run();
  await trial.run();
  expect(trial.inFolder()).toHaveLength(10);
  expect(trial.inFolder()).toContain('1.jpg=photo 1');
  expect(await trial.inAlbum()).toEqual(expect.arrayContaining(['mine.jpg=photo 1', 'extra.jpg=only here']));
  expect(await trial.inAlbum()).not.toContain('0.jpg=photo 0');
  expect(await trial.history()).toEqual(['staysOut 0.jpg']);
  await trial.undo('staysOut');
  expect(await trial.inAlbum()).toContain('0.jpg=photo 0');
  await trial.stop();

  const out = await tenAlike('toDrive');
  trial.trash(out.files[0] ?? '');
  trial.revise(out.files[1] ?? '', 'edited in Drive');
  trial.addFile('extra.jpg', 'only there');
  await trial.run();
  await trial.run();
  expect(await trial.inAlbum()).toHaveLength(10);
  // the edited file stays, and the original is beside it again
  expect(trial.inFolder()).toEqual(
    expect.arrayContaining(['1.jpg=edited in Drive', '1.jpg=photo 1', 'extra.jpg=only there']),
  );
  expect(trial.inFolder()).not.toContain('0.jpg=photo 0');
  expect((await trial.history()).sort()).toEqual(['notResent 0.jpg', 'send 1.jpg', 'separate 1.jpg']);
  await trial.undo('notResent');
  expect(trial.inFolder()).toContain('0.jpg=photo 0');
});

test('what both sides changed is decided by the rules, and said', async () => {
  const { files, photos } = await tenAlike('both');
  trial.rename(files[0] ?? '', 'drive.jpg');
  await trial.renamePhoto(photos[0] ?? '', 'visage.jpg');
  trial.revise(files[1] ?? '', 'edited');
  await trial.takeOut(photos[1] ?? '');
  await trial.run();
  await trial.run();
  expect(await trial.inAlbum()).toEqual(expect.arrayContaining(['drive.jpg=photo 0', '1.jpg=edited']));
  expect(await trial.inAlbum()).toEqual(trial.inFolder());
  expect((await trial.history()).sort()).toEqual(['renamePhoto drive.jpg!', 'take 1.jpg!']);
});

test('of files with the same bytes one stands for the photo, and the next steps in', async () => {
  const { files, photos } = await tenAlike('both');
  const copy = trial.addFile('copy of 0.jpg', 'photo 0');
  await trial.run();
  expect(await trial.inAlbum()).toHaveLength(10);
  trial.trash(files[0] ?? '');
  await trial.run();
  await trial.run();
  expect(await trial.inAlbum()).toHaveLength(10);
  expect(trial.inFolder()).toContain('copy of 0.jpg=photo 0');
  const again = trial.addFile('again.jpg', 'photo 0');
  await trial.run();
  await trial.takeOut(photos[0] ?? '');
  await trial.run();
  for (const id of [copy, again]) expect(trial.drive.files.get(id).explicitlyTrashed).toBe(true);
  await trial.run();
  expect(await trial.inAlbum()).toHaveLength(9);
});

test('a photo of somebody withheld does not leave, is taken back from Drive, and goes again once they are shown', async () => {
  await begin('toDrive');
  const { prisma } = fixture.database;
  const ids: string[] = [];
  for (let index = 0; index < 10; index++) ids.push(await trial.addPhoto(`${index}.jpg`, `photo ${index}`));
  const { eventId } = trial.place;
  const person = await prisma.person.create({ data: { eventId, appearance: 'withheld' } });
  const place = {
    eventId,
    personId: person.id,
    ...FACE_COLUMNS,
  };
  await prisma.face.create({ data: { ...place, photoId: ids[0] ?? '' } });
  await prisma.photo.updateMany({ where: { id: { not: ids[9] ?? '' } }, data: ready(new Date()) });
  await trial.start();
  // of the last one nobody knows yet whom it shows
  expect(trial.inFolder()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((index) => `${index}.jpg=photo ${index}`));
  await prisma.photo.updateMany({ data: ready(new Date()) });
  await prisma.face.create({ data: { ...place, photoId: ids[1] ?? '' } });
  await trial.run();
  await trial.run();
  expect(trial.inFolder()).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((index) => `${index}.jpg=photo ${index}`));
  expect((await fixture.mirrors.countsOf(trial.mirrorId)).withheld).toBe(2);
  expect((await trial.history()).filter((line) => /^(withheld|trash)/.test(line))).toEqual([
    'withheld 0.jpg',
    'trash 1.jpg',
  ]);
  await prisma.person.updateMany({ data: { appearance: 'open' } });
  await trial.run();
  expect(trial.inFolder()).toHaveLength(10);
  expect(await trial.inAlbum()).toEqual(trial.inFolder());
});
async function hide(photoId: string): Promise<void> {
  const { prisma } = fixture.database;
  const { eventId } = trial.place;
  await prisma.photo.updateMany({ where: { eventId }, data: ready(new Date()) });
  const person = await prisma.person.create({ data: { eventId, appearance: 'withheld' } });
  await prisma.face.create({ data: { ...FACE_COLUMNS, eventId, photoId, personId: person.id } });
}

test.each<[string, (photoId: string) => Promise<unknown>, string]>([
  [
    'was put into the trash',
    (id) => fixture.database.prisma.photo.update({ where: { id }, data: { deletedAt: new Date() } }),
    'send 2.jpg (failed)',
  ],
  [
    'has to wait for approval',
    (id) => fixture.database.prisma.photo.update({ where: { id }, data: { heldAt: new Date() } }),
    'send 2.jpg (failed)',
  ],
  ['turned out to show somebody withheld', hide, 'withheld 2.jpg'],
])('a photo that %s while others were sent stays here, and the history says so', async (_, change, line) => {
  await begin('toDrive');
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.push(await trial.addPhoto(`${index}.jpg`, `photo ${index}`));
  await trial.create();
  await trial.approve();
  let first = true;
  await trial.run({
    transfers: 1,
    openOriginal: async (...asked) => {
      if (first) await change(ids[2] ?? '');
      first = false;
      return trial.dependencies.openOriginal(...asked);
    },
  });
  expect(trial.inFolder()).toEqual(['0.jpg=photo 0', '1.jpg=photo 1']);
  expect(await trial.history()).toContain(line);
  await trial.run();
  expect(trial.inFolder()).toHaveLength(2);
  const { prisma } = fixture.database;
  await prisma.photo.updateMany({ data: { deletedAt: null, heldAt: null } });
  await prisma.person.updateMany({ data: { appearance: 'open' } });
  await trial.run();
  expect(trial.inFolder()).toHaveLength(3);
  expect((await fixture.mirrors.countsOf(trial.mirrorId)).failed).toBe(0);
});

test('undoing what a mirror took back does not show somebody withheld again', async () => {
  await begin('toDrive');
  const id = await trial.addPhoto('0.jpg', 'photo 0');
  for (let index = 1; index < 10; index++) await trial.addPhoto(`${index}.jpg`, `photo ${index}`);
  await trial.start();
  await hide(id);
  await trial.run();
  expect(trial.inFolder()).toHaveLength(9);
  await trial.undo('trash');
  expect(trial.inFolder()).toHaveLength(9);
  const lines = await fixture.lines.page(trial.mirrorId, 'history', undefined, 99);
  expect(lines.find(({ kind }) => kind === 'trash')).toMatchObject({
    state: 'done',
    reason: deny('withheld').text,
  });
});

test('a mirror stops in words, and sends nothing, once its organizer is locked out', async () => {
  await begin('toDrive');
  for (let index = 0; index < 3; index++) await trial.addPhoto(`${index}.jpg`, `photo ${index}`);
  await trial.create();
  await trial.approve();
  const lock = (disabledAt: Date | null) =>
    fixture.database.prisma.user.update({ where: { id: trial.place.ownerId }, data: { disabledAt } });
  let sent = 0;
  const openOriginal: typeof trial.dependencies.openOriginal = async (...asked) => {
    if (++sent === 1) await lock(new Date());
    return trial.dependencies.openOriginal(...asked);
  };
  await trial.run({ transfers: 1, openOriginal });
  await lock(null);
  expect(await fixture.mirrors.find(trial.mirrorId)).toMatchObject({
    state: 'stopped',
    error: expect.stringContaining('may not sign in') as string,
  });
  expect(trial.inFolder()).toHaveLength(1);
});

test('a run that would remove much stops and asks, and does exactly what was agreed to', async () => {
  const { files } = await tenAlike('both');
  for (const id of files.slice(0, 3)) trial.trash(id);
  await trial.run();
  expect([await trial.state(), (await trial.inAlbum()).length]).toEqual(['asking', 10]);
  await trial.run();
  expect((await trial.inAlbum()).length).toBe(10);
  await trial.approve();
  for (const id of files.slice(3, 6)) trial.trash(id); // more than was shown
  await trial.run();
  expect([await trial.state(), (await trial.inAlbum()).length]).toEqual(['asking', 10]);
  await trial.approve();
  await trial.run();
  expect([await trial.state(), (await trial.inAlbum()).length]).toEqual(['active', 4]);
});

test('what a killed worker had done in Drive has its line once, and is not done again', async () => {
  await begin('both');
  for (let index = 0; index < 3; index++) await trial.addPhoto(`${index}.jpg`, `photo ${index}`);
  await trial.create();
  await trial.approve();
  const { drive, lines, items } = trial.dependencies;
  const dead = (): never => {
    throw new Error('killed');
  };
  const killed = <T extends object>(target: T, methods: readonly string[]): T =>
    new Proxy(target, {
      get: (object, name): unknown => (methods.includes(String(name)) ? dead : Reflect.get(object, name)),
    });
  const upload = async (file: Parameters<typeof drive.upload>[0]): Promise<string | null> => {
    await drive.upload(file);
    return dead();
  };
  const dying = {
    lines: killed(lines, ['fail']),
    items: killed(items, ['end']),
    drive: { ...drive, upload },
    pacer: { run: <T>(work: () => Promise<T>) => work() },
  };
  await trial.run(dying).catch(() => undefined);
  expect(trial.inFolder()).toHaveLength(3);
  const sent = trial.drive.requests.filter((request) => request.includes('/upload/')).length;
  await trial.run();
  await trial.run();
  expect((await trial.history()).sort()).toEqual(['send 0.jpg', 'send 1.jpg', 'send 2.jpg']);
  expect(trial.drive.requests.filter((request) => request.includes('/upload/')).length).toBe(sent);
});

test('a quota stops the mirror in words; requests that fail, lost answers and changed bytes only delay it', async () => {
  await begin('both');
  for (let index = 0; index < 12; index++) trial.addFile(`d${index}.jpg`, `from Drive ${index}`);
  for (let index = 0; index < 12; index++) await trial.addPhoto(`v${index}.jpg`, `from Visage ${index}`);
  trial.drive.setFault(({ path }) =>
    path.startsWith('/drive/v3/files/') && !path.endsWith(trial.folderId) ? DOWNLOAD_QUOTA : undefined,
  );
  await trial.start();
  expect(await trial.state()).toBe('stopped');
  expect((await fixture.mirrors.find(trial.mirrorId))?.error).toContain('quota');
  await fixture.mirrors.move(trial.mirrorId, ['stopped'], { state: 'active' });
  trial.drive.setFault(randomFaults(0.25, 3));
  for (let round = 0; round < 4; round++) await trial.run().catch(() => undefined);
  expect(await trial.inAlbum()).toHaveLength(24);
  expect(trial.inFolder()).toEqual(await trial.inAlbum());
});

test('a mirror is looked at again after a minute', async () => {
  await begin('both');
  const at = new Date();
  trial.clock.set(at);
  await trial.start();
  const due = (ms: number): Promise<string[]> => fixture.mirrors.findDue(1_000, new Date(at.getTime() + ms));
  expect([
    (await due(59_999)).includes(trial.mirrorId),
    (await due(60_000)).includes(trial.mirrorId),
  ]).toEqual([false, true]);
});

test('a file that Drive refuses is left alone for an hour, then tried again', async () => {
  await begin('fromDrive');
  const refused = trial.addFile('secret.jpg', 'not to be downloaded');
  const isDownload = (path: string): boolean => path === `/drive/v3/files/${refused}`;
  trial.drive.setFault(({ path }) =>
    isDownload(path)
      ? { status: 403, reason: 'cannotDownloadFile', message: 'This file cannot be downloaded.' }
      : undefined,
  );
  const at = Date.now();
  trial.clock.set(new Date(at));
  await trial.start();
  trial.drive.setFault(undefined);
  const arrived: string[][] = [];
  for (const ms of [60 * 60_000 - 1, 60 * 60_000]) {
    trial.clock.set(new Date(at + ms));
    await trial.run();
    arrived.push(await trial.inAlbum());
  }
  expect(arrived).toEqual([[], ['secret.jpg=not to be downloaded']]);
});
