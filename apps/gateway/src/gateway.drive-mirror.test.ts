import { driveConsentSchema } from '@visage/contracts/drive-account.contract';
import {
  driveMirrorLinesSchema,
  driveMirrorSchema,
  driveMirrorsSchema,
  type DriveMirror,
} from '@visage/contracts/drive-mirror.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { trashedEventsSchema } from '@visage/contracts/trash.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { createSignedToken } from '@visage/crypto/signed.token';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { SECRETS } from '@visage/host/host.token';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GoogleAccess } from './drive-account/google.access.js';
import { settingsOf } from './testing/drive.settings.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { codeOf } from './testing/problem.code.js';

let drive: DriveServer;
let gateway: GatewayFixture;
let ada: Session;
let ben: Session;
let eventId: string;
let albumId: string;

beforeAll(async () => {
  drive = await startDriveServer();
  gateway = await startGateway(settingsOf(drive));
  await gateway.addUser('ada@example.org', 'organizer');
  await gateway.addUser('ben@example.org', 'organizer');
  ada = await gateway.signIn('ada@example.org');
  ben = await gateway.signIn('ben@example.org');
});
afterAll(async () => {
  await gateway.stop();
  await drive.stop();
});
beforeEach(async () => {
  await ada.fetch('/drive/account', { method: 'DELETE' });
  eventId = eventSchema.parse(await (await ada.post('/events', { name: 'Wedding' })).json()).id;
  albumId = (await new AlbumRepository(gateway.database).findOrCreate(eventId, 'Ceremony')).id;
});

async function connect(uses: string[]): Promise<void> {
  const started = await ada.post('/drive/consent', { uses });
  const { url } = driveConsentSchema.parse(await started.json());
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const headers = { 'content-type': 'application/json', cookie };
  const body = JSON.stringify(Object.fromEntries(back.searchParams));
  expect((await ada.fetch('/drive/account', { method: 'POST', headers, body })).status).toBe(201);
}
const path = (rest = ''): string => `/events/${eventId}/drive-mirrors${rest}`;
const folder = { id: 'folder_1234', name: 'Ceremony of Ana' };
async function make(wish: object): Promise<DriveMirror> {
  const response = await ada.post(path(), wish);
  expect(response.status).toBe(201);
  return driveMirrorSchema.parse(await response.json());
}
async function tell(id: string, command: string, session = ada): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return session.fetch(path(`/${id}`), { method: 'PATCH', headers, body: JSON.stringify({ command }) });
}

test('each direction asks for the least right that is enough, and for the choice that it needs', async () => {
  expect(await codeOf(await ada.post(path(), { direction: 'fromDrive', folder }))).toBe(
    'drive-not-connected',
  );
  await connect(['export']);
  expect(await codeOf(await ada.post(path(), { direction: 'fromDrive', folder }))).toBe('drive-use-missing');
  expect(await codeOf(await ada.post(path(), { direction: 'both', albumId }))).toBe('drive-use-missing');
  expect(await codeOf(await ada.post(path(), { direction: 'toDrive', albumId, folder }))).toBe(
    'drive-use-missing',
  );
  expect(await codeOf(await ada.post(path(), { direction: 'fromDrive', albumId }))).toBe('no-folder');
  expect(await codeOf(await ada.post(path(), { direction: 'toDrive' }))).toBe('invalid-request');
  expect(await make({ direction: 'toDrive', albumId })).toMatchObject({
    ...{
      state: 'checking',
      folderName: 'Wedding - Ceremony',
      folderId: null,
      album: { id: albumId, name: 'Ceremony' },
    },
  });
  await connect(['mirror']);
  expect((await ada.fetch('/drive/folders')).status).toBe(200); // who may write may read
  expect(await make({ direction: 'both', folder })).toMatchObject({
    folderId: folder.id,
    album: { name: folder.name },
  });
  expect(await codeOf(await ada.post(path(), { direction: 'both', folder }))).toBe('mirrored-already');
});

test('nothing happens before somebody has seen the list and said yes; it can be paused, looked at and ended', async () => {
  await connect(['mirror']);
  const { id } = await make({ direction: 'both', albumId, folder });
  const [mirrors, history] = [
    new DriveMirrorRepository(gateway.database),
    new DriveMirrorLineRepository(gateway.database),
  ];
  expect(await codeOf(await tell(id, 'run'))).toBe('mirror-moved-on');
  // what the worker does
  const item = await gateway.database.prisma.driveMirrorItem.create({
    data: { mirrorId: id, origin: 'drive' },
  });
  await history.plan(id, [{ itemId: item.id, kind: 'take', name: 'a.jpg' }]);
  await mirrors.move(id, ['checking'], { state: 'asking', asks: 'first' });

  const listed = async () => driveMirrorsSchema.parse(await (await ada.fetch(path())).json()).mirrors[0];
  expect(await listed()).toMatchObject({ state: 'asking', asks: 'first', plan: { take: 1 } });
  const lines = async (of: string) =>
    driveMirrorLinesSchema.parse(await (await ada.fetch(path(`/${id}/lines?of=${of}`))).json()).lines;
  expect(await lines('plan')).toMatchObject([
    { kind: 'take', name: 'a.jpg', state: 'planned', undoable: false },
  ]);
  expect(await lines('history')).toEqual([]);

  // paused before the first yes: going on means looking again
  expect(driveMirrorSchema.parse(await (await tell(id, 'pause')).json()).state).toBe('paused');
  expect(driveMirrorSchema.parse(await (await tell(id, 'run')).json()).state).toBe('checking');
  await mirrors.move(id, ['checking'], { state: 'asking', asks: 'first' });
  expect(driveMirrorSchema.parse(await (await tell(id, 'run')).json()).state).toBe('active');
  expect((await history.findApproved(id)).size).toBe(1);
  expect((await mirrors.findDue(10, new Date())).includes(id)).toBe(true);

  const told = async (command: string) => driveMirrorSchema.parse(await (await tell(id, command)).json());
  const row = () => gateway.database.prisma.driveMirror.findUniqueOrThrow({ where: { id } });
  await mirrors.markChecked(id, new Date(Date.now() + 3_600_000), null);
  expect((await told('check')).state).toBe('active');
  expect((await row()).dueAt.getTime()).toBeLessThanOrEqual(Date.now());
  // looking again lists what would happen, and a mirror that stopped goes on without what stopped it
  expect((await told('look')).state).toBe('checking');
  expect((await row()).asks).toBe('look');
  expect(await codeOf(await tell(id, 'check'))).toBe('mirror-moved-on');
  await mirrors.move(id, ['checking'], { state: 'stopped', error: 'It was too much.', asks: null });
  expect(await told('run')).toMatchObject({ state: 'active', error: null });
  await mirrors.move(id, ['active'], { state: 'stopped', error: 'It was too much.' });
  expect(await told('look')).toMatchObject({ state: 'checking', error: null });
  expect((await row()).asks).toBe('look');
  await mirrors.move(id, ['checking'], { state: 'stopped', asks: 'first' });
  expect((await told('look')).state).toBe('checking');
  expect((await row()).asks).toBe('first');

  expect(await codeOf(await ada.fetch(`/events/${eventId}/albums/${albumId}`, { method: 'DELETE' }))).toBe(
    'album-mirrored',
  );
  expect((await tell(id, 'pause', ben)).status).toBe(404);
  expect((await ben.fetch(path(`/${id}`), { method: 'DELETE' })).status).toBe(404);
  expect((await ada.fetch(path(`/${id}`), { method: 'DELETE' })).status).toBe(204);
  expect(await listed()).toBeUndefined();
});

test('a line is taken back once, and only one that took something away', async () => {
  await connect(['mirror']);
  const { id } = await make({ direction: 'both', albumId, folder });
  const history = new DriveMirrorLineRepository(gateway.database);
  const item = await gateway.database.prisma.driveMirrorItem.create({
    data: { mirrorId: id, origin: 'drive' },
  });
  await history.note(id, [
    { itemId: item.id, kind: 'leave', name: 'a.jpg' },
    { itemId: item.id, kind: 'take', name: 'b.jpg' },
  ]);
  const { lines } = driveMirrorLinesSchema.parse(await (await ada.fetch(path(`/${id}/lines`))).json());
  const [left, taken] = ['leave', 'take'].map((kind) => lines.find((line) => line.kind === kind));
  expect([left?.undoable, taken?.undoable]).toEqual([true, false]);
  await history.note(
    id,
    Array.from({ length: 99 }, (_, index) => ({
      itemId: item.id,
      kind: 'take' as const,
      name: `${index}.jpg`,
    })),
  );
  const page = async (after = '') =>
    driveMirrorLinesSchema.parse(
      await (await ada.fetch(path(`/${id}/lines${after && `?after=${after}`}`))).json(),
    );
  const first = await page();
  expect([first.lines.length, first.more, first.lines[0]?.name]).toEqual([100, true, '98.jpg']);
  const rest = await page(first.lines.at(-1)?.id);
  expect([rest.lines.map(({ name }) => name), rest.more]).toEqual([['a.jpg'], false]);
  const undo = (lineId = '') => ada.post(path(`/${id}/lines/${lineId}/undo`), {});
  expect((await undo(left?.id)).status).toBe(202);
  expect(await codeOf(await undo(left?.id))).toBe('nothing-to-undo');
  expect(await codeOf(await undo(taken?.id))).toBe('nothing-to-undo');
  expect(await new DriveMirrorRepository(gateway.database).findDue(10, new Date())).toContain(id);
});

test('disconnecting stops mirrors with a word, and they rest while the event lies in the trash', async () => {
  await connect(['mirror']);
  const { id } = await make({ direction: 'both', albumId, folder });
  await ada.fetch('/drive/account', { method: 'DELETE' });
  const mirrors = new DriveMirrorRepository(gateway.database);
  expect(await mirrors.find(id)).toMatchObject({
    state: 'stopped',
    error: expect.stringContaining('disconnected') as string,
  });
  expect(await codeOf(await tell(id, 'run'))).toBe('drive-not-connected');
  await ada.fetch(`/events/${eventId}`, { method: 'DELETE' });
  expect(await mirrors.find(id)).toBeNull();
});

test('a note of Google has its mirrors looked at now; what cannot show the token of a channel that is known does nothing', async () => {
  await connect(['mirror']);
  const { id: mirrorId } = await make({ direction: 'both', albumId, folder });
  const mirrors = new DriveMirrorRepository(gateway.database);
  const accountId = (await mirrors.find(mirrorId))?.accountId ?? null;
  const [channels, secrets] = [
    new DriveChannelRepository(gateway.database),
    gateway.app.get<PurposeKeys>(SECRETS),
  ];
  const id = await channels.create({ accountId, driveId: null }, new Date(Date.now() + 3_600_000));
  const [token, other] = [id, crypto.randomUUID()].map((one) =>
    createSignedToken(secrets, 'drive-channel', one),
  );
  const isDue = async (): Promise<boolean> => (await mirrors.findDue(10, new Date())).includes(mirrorId);
  await mirrors.move(mirrorId, ['checking'], { state: 'active', dueAt: new Date(Date.now() + 3_600_000) });

  const note = (channelId: string, given: string | undefined, body?: string): Promise<Response> => {
    const headers = {
      'x-goog-channel-id': channelId,
      'x-goog-resource-state': 'change',
      ...(given !== undefined && { 'x-goog-channel-token': given }),
    };
    return fetch(`${gateway.api}/drive/notes`, {
      method: 'POST',
      headers,
      ...(body !== undefined && { body }),
    });
  };
  for (const [channelId, given] of [
    [id, undefined],
    [id, other],
    [id, `${token}x`],
    [crypto.randomUUID(), token],
    ['none', ''],
  ] as const)
    expect([(await note(channelId, given)).status, await isDue()]).toEqual([204, false]);
  const unknown = crypto.randomUUID();
  expect((await note(unknown, createSignedToken(secrets, 'drive-channel', unknown))).status).toBe(204);
  expect(await isDue()).toBe(false);

  drive.channels.deliverTo = gateway.origin;
  drive.channels.watch(
    { id, type: 'web_hook', address: 'https://photos.example.org/api/drive/notes', token },
    'c',
    () => true,
  );
  await drive.channels.settled();
  expect(await isDue()).toBe(false); // only that the channel is open
  drive.addFolder('New');
  await drive.channels.settled();
  expect(await isDue()).toBe(true);
});

test('before an event is erased its copies in Drive are named, and what was exported goes to the trash of Drive with it, if wished', async () => {
  await connect(['mirror']);
  const { prisma } = gateway.database;
  const account = await prisma.driveAccount.findFirstOrThrow({
    where: { user: { email: 'ada@example.org' } },
  });
  const google = gateway.app.get(GoogleAccess, { strict: false });
  const writer = await google.writerOf(await new DriveAccountRepository(gateway.database).find(account.id));
  const [exported = '', mirrored = ''] = await writer.reserveIds(2);
  for (const [id, name] of [
    [exported, 'Wedding'],
    [mirrored, 'Ceremony'],
  ] as const)
    await writer.createFolder({ id, name, parentId: null, appProperties: {} });
  const run = { eventId, kind: 'event', folderName: 'Wedding' } as const;
  // twice into one folder, and once into a Drive that is not connected any more
  for (const [accountId, folderId] of [
    [account.id, exported],
    [account.id, exported],
    [null, 'folder-of-nobody'],
  ] as const)
    await prisma.driveExport.create({
      data: { ...run, accountId, folders: { create: { path: '', folderId } } },
    });
  await make({ direction: 'toDrive', albumId });
  await prisma.driveMirror.updateMany({
    where: { eventId },
    data: { folderId: mirrored, folderName: 'Ceremony', folderToMake: false },
  });

  expect((await ada.fetch(`/events/${eventId}`, { method: 'DELETE' })).status).toBe(204);
  const trashed = async () =>
    trashedEventsSchema
      .parse(await (await ada.fetch('/trash/events')).json())
      .events.find(({ id }) => id === eventId);
  const mine = 'ada@example.org';
  expect((await trashed())?.driveCopies).toEqual([
    { folderId: exported, folderName: 'Wedding', account: mine, removable: true },
    { folderId: 'folder-of-nobody', folderName: 'Wedding', account: null, removable: false },
    { folderId: mirrored, folderName: 'Ceremony', account: mine, removable: false },
  ]);

  const erase = (): Promise<Response> =>
    ada.fetch(`/trash/events/${eventId}?driveCopies=trash`, { method: 'DELETE' });
  drive.setFault(() => ({ status: 403, reason: 'insufficientFilePermissions', message: 'No.' }));
  const refused = await erase();
  expect([refused.status, await codeOf(refused)]).toEqual([502, 'drive-copies-stay']);
  expect(await trashed()).toBeDefined();
  drive.setFault(undefined);
  expect((await erase()).status).toBe(200);
  expect([exported, mirrored].map((id) => drive.files.isTrashed(drive.files.get(id)))).toEqual([true, false]);
  expect(await trashed()).toBeUndefined();
});
