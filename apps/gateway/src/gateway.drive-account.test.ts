import {
  driveConnectionSchema,
  driveConsentSchema,
  driveFoldersSchema,
  type DriveConnection,
} from '@visage/contracts/drive-account.contract';
import { driveImportSchema } from '@visage/contracts/drive-import.contract';
import { driveExportSchema, driveExportsSchema } from '@visage/contracts/drive-export.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { googleSetupSchema } from '@visage/contracts/google-setup.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { UNAVAILABLE, type DriveFaultAction } from '@visage/testing/drive.faults';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { settingsOf } from './testing/drive.settings.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

let drive: DriveServer;
let gateway: GatewayFixture;
let ada: Session;
let ben: Session;

beforeAll(async () => {
  drive = await startDriveServer({ pageSize: 2 });
  gateway = await startGateway(settingsOf(drive));
  await gateway.addUser('ada@example.org', 'organizer');
  await gateway.addUser('ben@example.org', 'organizer');
  await gateway.addUser('admin@example.org', 'admin');
  ada = await gateway.signIn('ada@example.org');
  ben = await gateway.signIn('ben@example.org');
});
afterAll(async () => {
  await gateway.stop();
  await drive.stop();
});
beforeEach(async () => {
  drive.oauth.consent = 'allow';
  await ada.fetch('/drive/account', { method: 'DELETE' });
});

/** What the browser holds after it was sent to Google, and what Google sends it back with. */
async function askGoogle(session: Session, uses = ['import', 'export']) {
  const started = await session.post('/drive/consent', { uses });
  expect(started.status).toBe(201);
  const { url } = driveConsentSchema.parse(await started.json());
  const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  return { url: new URL(url), back, cookie, answer: Object.fromEntries(back.searchParams) };
}
const comeBack = (session: Session, cookie: string, answer: object): Promise<Response> =>
  session.fetch('/drive/account', {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(answer),
  });
async function connect(session: Session, uses?: string[]): Promise<DriveConnection> {
  const { cookie, answer } = await askGoogle(session, uses);
  const response = await comeBack(session, cookie, answer);
  expect(response.status).toBe(201);
  return driveConnectionSchema.parse(await response.json());
}
const connectionOf = async (session: Session): Promise<DriveConnection> =>
  driveConnectionSchema.parse(await (await session.fetch('/drive/account')).json());
const problemOf = async (response: Response) => {
  const { status, code, detail } = problemSchema.parse(await response.json());
  return { status, code, detail };
};

test('an organizer connects a Drive, sees whose it is, and disconnects it here and at Google', async () => {
  expect(await connectionOf(ada)).toEqual({ available: true, account: null, serviceAccount: null });
  const { url, back } = await askGoogle(ada);
  expect(url.searchParams.get('scope')?.split(' ')).toHaveLength(2);
  expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  expect(back.pathname).toBe('/drive/connected');

  const account = {
    email: 'ada@example.org',
    name: 'Ada Organizer',
    uses: ['import', 'export'],
    state: 'connected',
  };
  expect((await connect(ada)).account).toMatchObject({
    ...account,
    uses: expect.arrayContaining(account.uses) as string[],
  });
  expect((await connectionOf(ben)).account).toBeNull();
  const [row] = await gateway.database.prisma.driveAccount.findMany();
  expect(Buffer.from(row?.refreshToken ?? []).toString()).not.toContain('1//');

  const grants = drive.oauth.grantCount;
  expect((await ada.fetch('/drive/account', { method: 'DELETE' })).status).toBe(204);
  expect(await connectionOf(ada)).toEqual({ available: true, account: null, serviceAccount: null });
  expect(drive.oauth.grantCount).toBe(grants - 1);
});

test('only what is needed is asked for', async () => {
  expect((await connect(ada, ['export'])).account?.uses).toEqual(['export']);
  expect(await problemOf(await ada.fetch('/drive/folders'))).toMatchObject({
    status: 409,
    code: 'drive-use-missing',
  });
});

test('nobody is connected by an answer that another browser, another user or another state began', async () => {
  const { cookie, answer } = await askGoogle(ada);
  const refused = async (session: Session, withCookie: string, changes: object) =>
    (await problemOf(await comeBack(session, withCookie, { ...answer, ...changes }))).code;
  expect(await refused(ada, '', {})).toBe('drive-consent-unknown');
  expect(await refused(ben, cookie, {})).toBe('drive-consent-unknown');
  expect(await refused(ada, cookie, { state: 'forged' })).toBe('drive-consent-unknown');
  expect((await connectionOf(ada)).account).toBeNull();
});

test('what Google refuses is said in words', async () => {
  drive.oauth.consent = 'deny';
  const denied = await askGoogle(ada);
  const problem = await problemOf(await comeBack(ada, denied.cookie, denied.answer));
  expect(problem).toMatchObject({ status: 409, code: 'drive-consent-refused' });
  expect(problem.detail).toContain('test users');

  drive.oauth.consent = 'allow';
  const { cookie, answer } = await askGoogle(ada);
  const stale = await problemOf(await comeBack(ada, cookie, { ...answer, code: 'used before' }));
  expect(stale.detail).toContain('once more');
});

test('folders are looked through level by level, shared drives and shortcuts included', async () => {
  const top = drive.addFolder("Wedding '26");
  const ceremony = drive.addFolder('Ceremony', top);
  drive.addFolder('Party', top);
  drive.addFile('a.jpg', Buffer.from('a'), top, 'image/jpeg');
  const studio = drive.addSharedDrive('Studio');
  drive.addShortcut('to the ceremony', ceremony, top);
  drive.addShortcut('nowhere', drive.addFile('x.jpg', Buffer.from('x'), 'root', 'image/jpeg'), top);
  await connect(ada);
  const folders = async (parent = '') =>
    driveFoldersSchema.parse(await (await ada.fetch(`/drive/folders${parent && `?parent=${parent}`}`)).json())
      .folders;
  expect(await folders()).toEqual([
    { id: top, name: "Wedding '26", kind: 'folder' },
    { id: studio, name: 'Studio', kind: 'shared-drive' },
  ]);
  expect((await folders(top)).map(({ name, kind, id }) => [name, kind, id === ceremony])).toEqual([
    ['Ceremony', 'folder', true],
    ['Party', 'folder', false],
    ['to the ceremony', 'shortcut', true],
  ]);
  expect(await folders(studio)).toEqual([]);
  expect((await ada.fetch("/drive/folders?parent=x' or 'y")).status).toBe(422);
  expect(await problemOf(await ben.fetch('/drive/folders'))).toMatchObject({ code: 'drive-not-connected' });
});

test('a folder that is not there, a quota that is used up and a Drive that does not answer are told apart', async () => {
  await connect(ada);
  const ofFolders = async (fault: DriveFaultAction) => {
    drive.setFault(({ path }) => (path === '/drive/v3/files' ? fault : undefined));
    return problemOf(await ada.fetch('/drive/folders').finally(() => drive.setFault(undefined)));
  };
  expect(
    await ofFolders({ status: 404, reason: 'notFound', message: 'File not found: .', domain: 'global' }),
  ).toMatchObject({ status: 404, code: 'not-found' });
  const used = await ofFolders({
    status: 403,
    reason: 'dailyLimitExceeded',
    message: 'Daily Limit Exceeded',
  });
  expect(used).toMatchObject({
    status: 409,
    code: 'drive-refused',
    detail: expect.stringContaining('tomorrow') as string,
  });
  expect(await ofFolders(UNAVAILABLE)).toMatchObject({ status: 503, code: 'drive-away' });
  expect((await connectionOf(ada)).account?.state).toBe('connected');
});

test('a Google client that is set for the server is shown as such, and counts before any that a page enters', async () => {
  const admin = await gateway.signIn('admin@example.org');
  const shown = googleSetupSchema.parse(await (await admin.fetch('/google')).json());
  expect(shown).toMatchObject({
    client: { clientId: drive.oauth.clientId, from: 'environment' },
    serviceAccount: null,
  });
  expect(shown.redirectUri).toMatch(/[/]drive[/]connected$/);
  const entered = {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: 'x'.repeat(20), clientSecret: 'x'.repeat(20) }),
  };
  expect(await problemOf(await admin.fetch('/google/client', entered))).toMatchObject({
    status: 409,
    code: 'google-set-elsewhere',
    detail: expect.stringContaining('GOOGLE_CLIENT_ID') as string,
  });
  expect(await gateway.database.prisma.googleSetup.count()).toBe(0);
});

test('an import is read with the connected Drive, and ends with a word when that is disconnected', async () => {
  await connect(ada);
  const event = eventSchema.parse(await (await ada.post('/events', { name: 'Wedding' })).json());
  const started = await ada.post(`/events/${event.id}/drive-imports`, {
    folderId: 'folder_1234',
    folderName: 'Wedding',
  });
  const { id, folderName } = driveImportSchema.parse(await started.json());
  expect(folderName).toBe('Wedding');
  const imports = new DriveImportRepository(gateway.database);
  expect((await imports.find(id))?.accountId).not.toBeNull();
  await ada.fetch('/drive/account', { method: 'DELETE' });
  expect(await imports.find(id)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('disconnected') as string,
  });
});

test('a connection that Google has ended is shown as ended, and connecting again renews it', async () => {
  await connect(ada);
  drive.oauth.endGrants();
  expect(await problemOf(await ada.fetch('/drive/folders'))).toMatchObject({
    status: 409,
    code: 'drive-connection-ended',
  });
  expect((await connectionOf(ada)).account?.state).toBe('ended');
  expect((await connect(ada)).account?.state).toBe('connected');
  expect((await ada.fetch('/drive/folders')).status).toBe(200);
});

test('an export is started once, by who manages the event, and only of what is in it', async () => {
  const event = eventSchema.parse(await (await ada.post('/events', { name: 'Wedding' })).json());
  const path = `/events/${event.id}/drive-exports`;
  expect(await problemOf(await ada.post(path, { kind: 'event' }))).toMatchObject({
    code: 'drive-not-connected',
  });
  await connect(ada, ['export']);
  const album = await new AlbumRepository(gateway.database).findOrCreate(event.id, 'Ceremony');
  const start = async () => {
    const response = await ada.post(path, { kind: 'album', subjectId: album.id });
    expect(response.status).toBe(202);
    return driveExportSchema.parse(await response.json());
  };
  const run = await start();
  expect(run).toMatchObject({ folderName: 'Wedding - Ceremony', state: 'pending', counts: { photos: 0 } });
  expect((await start()).id).toBe(run.id);
  expect(driveExportsSchema.parse(await (await ada.fetch(path)).json()).exports).toHaveLength(1);
  expect(await problemOf(await ada.post(path, { kind: 'event', parentId: 'folder_1234' }))).toMatchObject({
    status: 422,
    code: 'folder-not-asked',
  });
  const whole = driveExportSchema.parse(await (await ada.post(path, { kind: 'event' })).json());
  expect([whole.id === run.id, whole.folderName]).toEqual([false, 'Wedding']);
  expect((await ada.post(path, { kind: 'person', subjectId: album.id })).status).toBe(404);
  expect((await ben.post(path, { kind: 'event' })).status).toBe(404);
});
