import { generateKeyPairSync } from 'node:crypto';
import {
  driveConnectionSchema,
  driveConsentSchema,
  driveFoldersSchema,
} from '@visage/contracts/drive-account.contract';
import { driveExportSchema } from '@visage/contracts/drive-export.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { googleSetupSchema, type GoogleSetup } from '@visage/contracts/google-setup.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { guestDriveSchema, type GuestDrive } from '@visage/contracts/guest-drive.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { Principals } from '@visage/host/principals';
import { principalOfExport } from '@visage/host/run.principal';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';

let drive: DriveServer;
let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let admin: Session;
let organizer: Session;

beforeAll(async () => {
  drive = await startDriveServer();
  gateway = await startGateway({ GOOGLE_ROOT_URL: drive.rootUrl });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('admin@example.org', 'admin');
  await gateway.addUser('organizer@example.org', 'organizer');
  admin = await gateway.signIn('admin@example.org');
  organizer = await gateway.signIn('organizer@example.org');
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
  await drive.stop();
});

const put = (session: Session, path: string, body: object): Promise<Response> =>
  session.fetch(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const problemOf = async (response: Response) => {
  const { status, code, detail } = problemSchema.parse(await response.json());
  return { status, code, detail };
};
const setupOf = async (response: Response): Promise<GoogleSetup> =>
  googleSetupSchema.parse(await response.json());

test('an administrator enters a Google client that Google knows, and nobody reads its secret again', async () => {
  expect(await setupOf(await admin.fetch('/google'))).toMatchObject({ client: null, serviceAccount: null });
  expect((await organizer.post('/drive/consent', { uses: ['export'] })).status).toBe(409);
  const client = { clientId: drive.oauth.clientId, clientSecret: drive.oauth.clientSecret };
  for (const [method, path] of [
    ['GET', '/google'],
    ['DELETE', '/google/client'],
    ['DELETE', '/google/service-account'],
  ] as const)
    expect(await problemOf(await organizer.fetch(path, { method }))).toMatchObject({
      status: 403,
      code: 'admins-only',
    });
  expect((await put(organizer, '/google/client', client)).status).toBe(403);

  const wrong = await problemOf(
    await put(admin, '/google/client', { ...client, clientSecret: 'not the secret' }),
  );
  expect(wrong).toMatchObject({
    status: 422,
    code: 'google-refused',
    detail: expect.stringContaining('does not know') as string,
  });
  drive.setFault(({ path }) => (path === '/token' ? { cut: 'request' } : undefined));
  const away = await put(admin, '/google/client', client).finally(() => drive.setFault(undefined));
  expect(await problemOf(away)).toMatchObject({ status: 503, code: 'google-away' });
  expect(
    (await setupOf(await admin.fetch('/google'))).client,
    'nothing is kept that nobody could check',
  ).toBeNull();
  expect((await setupOf(await put(admin, '/google/client', client))).client).toEqual({
    clientId: client.clientId,
    from: 'page',
  });
  const [row] = await gateway.database.prisma.googleSetup.findMany();
  expect(Buffer.from(row?.clientSecret ?? []).toString('latin1')).not.toContain(client.clientSecret);
  expect(JSON.stringify(await setupOf(await admin.fetch('/google')))).not.toContain(client.clientSecret);
  // counts at once
  expect((await organizer.post('/drive/consent', { uses: ['export'] })).status).toBe(201);
});

test('a key that is none, or cannot be read, is refused in words that do not repeat it', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const broken = privateKey.replace(/[A-Za-z]{200}/, '').slice(0, 400) + '\n-----END PRIVATE KEY-----\n';
  for (const key of [
    'no JSON',
    '{}',
    JSON.stringify({ client_email: 'robot@example.iam.gserviceaccount.com', private_key: broken }),
  ]) {
    const { status, detail } = await problemOf(await put(admin, '/google/service-account', { key }));
    expect([status, detail.includes('BEGIN')]).toEqual([422, false]);
  }
  expect((await setupOf(await admin.fetch('/google'))).serviceAccount).toBeNull();
});

test('a service account that Google knows opens what is shared with it to whoever has connected no Drive', async () => {
  const { id: eventId } = eventSchema.parse(
    await (await organizer.post('/events', { name: 'Shared' })).json(),
  );
  const connection = async () =>
    driveConnectionSchema.parse(await (await organizer.fetch('/drive/account')).json());
  const start = (what: string, body: object): Promise<Response> =>
    organizer.post(`/events/${eventId}/drive-${what}`, body);
  expect(await problemOf(await start('imports', { folderId: 'folder_1234' }))).toMatchObject({
    status: 409,
    code: 'drive-not-connected',
  });

  const key = drive.oauth.services.add();
  const stranger = { ...key, client_email: 'stranger@stand-in.iam.gserviceaccount.com' };
  const refused = await problemOf(
    await put(admin, '/google/service-account', { key: JSON.stringify(stranger) }),
  );
  expect(refused).toMatchObject({ status: 422, code: 'google-refused' });
  const setup = await setupOf(await put(admin, '/google/service-account', { key: JSON.stringify(key) }));
  expect(setup.serviceAccount).toEqual({ email: key.client_email, from: 'page' });
  expect(JSON.stringify(setup)).not.toContain('PRIVATE KEY');
  const [row] = await gateway.database.prisma.googleSetup.findMany();
  expect(Buffer.from(row?.serviceAccount ?? []).toString('latin1')).not.toContain('PRIVATE KEY');

  expect(await connection()).toMatchObject({ account: null, serviceAccount: { email: key.client_email } });
  drive.addFolder('Private');
  const shared = drive.addFolder('For the server');
  drive.files.share(shared, key.client_email);
  const { folders } = driveFoldersSchema.parse(await (await organizer.fetch('/drive/folders')).json());
  expect(folders).toEqual([{ id: shared, name: 'For the server', kind: 'folder' }]);

  expect((await start('imports', { folderId: shared })).status).toBe(202);
  expect(await problemOf(await start('exports', { kind: 'event' }))).toMatchObject({
    status: 422,
    code: 'no-folder',
  });
  expect((await start('exports', { kind: 'event', parentId: shared })).status).toBe(202);
  const album = await new AlbumRepository(gateway.database).findOrCreate(eventId, 'Dance');
  expect(await problemOf(await start('mirrors', { direction: 'toDrive', albumId: album.id }))).toMatchObject({
    status: 422,
    code: 'no-folder',
  });
  expect(
    (await start('mirrors', { direction: 'both', folder: { id: shared, name: 'For the server' } })).status,
  ).toBe(201);
  const kept = await gateway.database.prisma.driveMirror.findMany({ where: { eventId } });
  expect(kept).toMatchObject([{ accountId: null, byService: true }]);
  const lines = await gateway.database.prisma.auditLine.findMany({
    where: { eventId, action: { in: ['import.started', 'export.started'] } },
  });
  expect(lines.map((line) => [line.action, line.actor]).sort()).toEqual([
    ['export.started', 'user'],
    ['import.started', 'user'],
  ]);

  await admin.fetch('/google/service-account', { method: 'DELETE' });
  expect((await connection()).serviceAccount).toBeNull();
});

async function shareWith(eventId: string, input: Partial<ShareCreate>): Promise<string> {
  const made = shareSchema.parse(await (await organizer.post(`/events/${eventId}/shares`, input)).json());
  return made.codes[0]?.url.split('/g/')[1] ?? '';
}
async function guestOf(token: string, k = 1): Promise<BrowserJar> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  const form = new FormData();
  form.append('selfie', new Blob([`face ${k}`]), 'selfie.jpg');
  await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: form });
  return browser;
}
async function connect(browser: BrowserJar, token: string): Promise<Response> {
  const started = await browser.post(`/guest/${token}/drive/consent`, {});
  const { url } = driveConsentSchema.parse(await started.json());
  expect(new URL(url).searchParams.get('scope')).toBe('https://www.googleapis.com/auth/drive.file');
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  return browser.post(`/guest/${token}/drive/account`, Object.fromEntries(back.searchParams));
}
const driveOf = async (browser: BrowserJar, token: string): Promise<GuestDrive> =>
  guestDriveSchema.parse(await (await browser.fetch(`/guest/${token}/drive`)).json());

test('a guest puts exactly their own photos into their own Drive, and being forgotten ends it here and at Google', async () => {
  const { id: eventId } = eventSchema.parse(
    await (await organizer.post('/events', { name: 'Wedding' })).json(),
  );
  const ann = await makePerson(gateway, eventId);
  const photos: string[] = [];
  for (const [name, k] of [
    ['ann.jpg', 1],
    ['both.jpg', 1],
    ['cleo.jpg', 3],
  ] as const) {
    const form = new FormData();
    form.append('photos', new Blob([photoBytes(`bytes of ${name}`)]), name);
    const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
    const id = photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
    await finishPhoto(gateway, id, [{ k, personId: k === 1 ? ann : null }]);
    photos.push(id);
  }
  const token = await shareWith(eventId, {});
  const stranger = new BrowserJar(gateway.origin);
  expect(await driveOf(stranger, token)).toEqual({ available: false, account: null, exports: [] });
  expect((await stranger.post(`/guest/${token}/drive/consent`, {})).status).toBe(403);

  const guest = await guestOf(token);
  expect(await driveOf(guest, token)).toEqual({ available: true, account: null, exports: [] });
  expect(await problemOf(await guest.post(`/guest/${token}/drive/exports`, {}))).toMatchObject({
    code: 'drive-not-connected',
  });
  expect((await connect(guest, token)).status).toBe(201);
  expect((await driveOf(guest, token)).account).toEqual({ email: 'ada@example.org', state: 'connected' });

  const started = await guest.post(`/guest/${token}/drive/exports`, {});
  expect(started.status).toBe(202);
  const run = driveExportSchema.parse(await started.json());
  expect(run).toMatchObject({ kind: 'guest', folderName: 'Wedding - my photos', counts: { photos: 2 } });
  const chosen = await gateway.database.prisma.driveExportFile.findMany({ where: { exportId: run.id } });
  expect(chosen.map((file) => file.photoId).sort()).toEqual(photos.slice(0, 2).sort());
  // asked twice, started once; the organizer's list is without it, and another guest sees none of it
  expect(
    driveExportSchema.parse(await (await guest.post(`/guest/${token}/drive/exports`, {})).json()).id,
  ).toBe(run.id);
  const exports = new DriveExportRepository(gateway.database);
  expect(await exports.listOfEvent(eventId)).toEqual([]);
  expect(await driveOf(await guestOf(token), token)).toMatchObject({ account: null, exports: [] });

  const guestId = (await exports.find(run.id))?.subjectId ?? '';
  const principals = gateway.app.get(Principals);
  const holder = { kind: 'guest', id: guestId } as const;
  expect(await principals.find(holder, [])).toMatchObject({ kind: 'guest', guestId, consented: true });
  const grants = drive.oauth.grantCount;
  await guest.fetch(`/guest/${token}/me`, { method: 'DELETE' });
  expect([await exports.find(run.id), await principals.find(holder, [])]).toEqual([null, null]);
  expect(await gateway.database.prisma.driveAccount.count({ where: { guestId } })).toBe(0);
  expect(drive.oauth.grantCount).toBe(grants - 1);
});

test('whoever may have no originals takes none to Drive', async () => {
  const { id: eventId } = eventSchema.parse(
    await (await organizer.post('/events', { name: 'Party' })).json(),
  );
  const rights = {
    view: true,
    selfie: true,
    preview: true,
    original: false,
    zip: false,
    upload: false,
    metadata: false,
  };
  const token = await shareWith(eventId, { rights });
  const guest = await guestOf(token);
  expect((await driveOf(guest, token)).available).toBe(false);
  for (const path of ['consent', 'exports'])
    expect((await guest.post(`/guest/${token}/drive/${path}`, {})).status).toBe(403);
});

test('a hidden person is not exported', async () => {
  const { id: eventId } = eventSchema.parse(await (await organizer.post('/events', { name: 'Gala' })).json());
  const personId = await makePerson(gateway, eventId);
  await gateway.database.prisma.person.update({ where: { id: personId }, data: { appearance: 'withheld' } });
  const response = await organizer.post(`/events/${eventId}/drive-exports`, {
    kind: 'person',
    subjectId: personId,
  });
  expect(await problemOf(response)).toMatchObject({ status: 409, code: 'subject-withheld' });
});

test('an export of a guest remembers which password opened the link, and no other opens it later', async () => {
  const { id: eventId } = eventSchema.parse(await (await organizer.post('/events', { name: 'Ball' })).json());
  const ann = await makePerson(gateway, eventId);
  const form = new FormData();
  form.append('photos', new Blob([photoBytes('bytes of a')]), 'a.jpg');
  const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, [{ k: 1, personId: ann }]);
  const token = await shareWith(eventId, { password: 'open sesame' });
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/password`, { password: 'open sesame' });
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  const selfie = new FormData();
  selfie.append('selfie', new Blob(['face 1']), 'selfie.jpg');
  await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: selfie });
  await connect(browser, token);
  const started = await browser.post(`/guest/${token}/drive/exports`, {});
  const run = await new DriveExportRepository(gateway.database).find(
    driveExportSchema.parse(await started.json()).id,
  );
  const verified = async (): Promise<unknown> => {
    const guest = run && (await principalOfExport(run, { principals: gateway.app.get(Principals) }));
    return guest?.kind === 'guest' && guest.share.passwordVerified;
  };
  expect(await verified()).toBe(true);
  await gateway.database.prisma.share.updateMany({
    where: { eventId },
    data: { passwordId: crypto.randomUUID() },
  });
  expect(await verified()).toBe(false);
});
