/**
 * @module Every door through which something leaves, asked by every kind of principal, must answer as the table of libs/access
 * decides: the routes of the gateway, and the exports and mirrors that send photos to Google Drive. A route that is not in
 * `TABLE` fails here: whoever adds one says who may.
 */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { decide } from '@visage/access/access.decision';
import { isVisitor } from '@visage/access/access.filter';
import { NO_WISHES } from '@visage/access/access.wish';
import type { Principal, ShareGrant } from '@visage/access/access.principal';
import type { DriveResource, Target } from '@visage/access/access.resource';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import type { UserRole } from '@visage/contracts/session.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema, sharesSchema, type Share } from '@visage/contracts/share.contract';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { recogniseAs } from '@visage/database/testing/matched.people';
import { EventCollaboratorRepository } from '@visage/database/event/event-collaborator.repository';
import { DriveStopError } from '@visage/drive/drive.fault';
import { STORE } from '@visage/host/host.token';
import { blurredKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { createDriveExit } from '@visage/host/drive.exit';
import { Principals } from '@visage/host/principals';
import { principalOfExport, principalOfMirror } from '@visage/host/run.principal';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { ANY_BODY, ANY_ID } from './testing/any.request.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';

/**
 * - `anybody`, `signed-in`, `has-events`, `admin`: no event is involved; who only helps has no events.
 * - `staff <action>`: whoever signed in and is allowed the action on the event.
 * - `any <action>`: visitors too, as far as their share goes.
 * - `sent drive.send`: no route, but a run: whoever it is for, their principal is looked up anew for every photo.
 * - `token`: what the token in the path opens; an invented one opens nothing, whoever asks.
 */
type Rule =
  | 'anybody'
  | 'signed-in'
  | 'has-events'
  | 'admin'
  | 'token'
  | 'sent drive.send'
  | `${'staff' | 'any'} ${Exclude<Target['action'], 'photo.delete' | 'photo.disown' | 'photo.claim' | 'event.open' | 'event.join' | 'event.selfie' | 'event.object'>}`;

const TABLE: Record<string, Rule> = {
  'GET /health': 'anybody',
  'POST /session': 'anybody',
  'POST /session/renew': 'anybody',
  'DELETE /session': 'anybody',
  'POST /guest': 'anybody',
  'GET /privacy': 'anybody',

  // Google's notes: known by their token alone, and answered alike
  'POST /drive/notes': 'anybody',

  // a receipt says what it is worth to whoever has it
  'GET /receipts/keys': 'anybody',
  'GET /receipts/key.pem': 'anybody',
  'POST /receipts/check': 'anybody',
  'GET /receipts/receipt.pdf': 'anybody',

  'GET /session': 'signed-in',
  'GET /session/data.zip': 'signed-in',
  'GET /receipts': 'signed-in',
  'GET /session/all': 'signed-in',
  'DELETE /session/all': 'signed-in',
  'DELETE /session/all/:sessionId': 'signed-in',
  'GET /events': 'signed-in',
  'POST /events': 'has-events',
  'GET /share-defaults': 'signed-in',
  'GET /drive/account': 'signed-in',
  'POST /drive/account': 'signed-in',
  'DELETE /drive/account': 'signed-in',
  'POST /drive/consent': 'signed-in',
  'GET /drive/folders': 'signed-in',
  'GET /trash/events': 'signed-in',

  'GET /admin/users': 'admin',
  'POST /admin/users': 'admin',
  'PATCH /admin/users/:userId': 'admin',
  'DELETE /admin/users/:userId': 'admin',
  'POST /admin/users/:userId/password-link': 'admin',
  'GET /admin/events': 'admin',
  'GET /admin/audit': 'admin',
  'GET /admin/audit.csv': 'admin',
  'PUT /admin/privacy': 'admin',
  'GET /admin/consents': 'admin',
  'GET /admin/consents/check': 'admin',
  'GET /admin/consents.json': 'admin',
  'GET /admin/consents.csv': 'admin',
  'GET /admin/queues': 'admin',
  'GET /admin/queues/:queue/failures': 'admin',
  'POST /admin/queues/:queue/failures/:jobId/retry': 'admin',
  'GET /admin/models': 'admin',
  'PUT /admin/share-defaults': 'admin',
  'GET /google': 'admin',
  'PUT /google/client': 'admin',
  'DELETE /google/client': 'admin',
  'PUT /google/service-account': 'admin',
  'DELETE /google/service-account': 'admin',

  'GET /events/:eventId': 'staff event.view',
  'GET /events/:eventId/collaborators': 'staff event.view',
  // of another one; who helps may always leave
  'DELETE /events/:eventId/collaborators/:userId': 'staff event.manage',
  'POST /events/:eventId/collaborators': 'staff event.manage',
  'GET /events/:eventId/progress': 'staff event.view',
  'GET /events/:eventId/progress/stream': 'staff event.view',
  'GET /events/:eventId/retention': 'staff event.view',
  'PUT /events/:eventId/retention': 'staff event.manage',
  'POST /events/:eventId/retention/read': 'staff event.manage',
  'GET /events/:eventId/albums': 'staff event.view',
  'POST /events/:eventId/albums': 'staff event.sort',
  'PUT /events/:eventId/albums/order': 'staff event.sort',
  'PATCH /events/:eventId/albums/:albumId': 'staff event.sort',
  'DELETE /events/:eventId/albums/:albumId': 'staff event.sort',
  'POST /events/:eventId/albums/:albumId/add': 'staff event.sort',
  'POST /events/:eventId/albums/:albumId/remove': 'staff event.sort',
  'GET /events/:eventId/cameras': 'staff event.view',
  'PUT /events/:eventId/cameras/:cameraId/shift': 'staff event.sort',
  'PUT /events/:eventId/zone': 'staff event.sort',
  'GET /events/:eventId/people': 'staff event.view',
  'GET /events/:eventId/people/history': 'staff event.view',
  'GET /events/:eventId/people/history/:editId/undo': 'staff event.sort',
  'GET /events/:eventId/photos': 'staff event.view',
  'GET /events/:eventId/drive-imports': 'staff event.view',
  'GET /events/:eventId/drive-imports/:driveImportId/failures': 'staff event.view',
  'GET /events/:eventId/drive-exports': 'staff event.view',
  'GET /events/:eventId/drive-exports/:driveExportId/failures': 'staff event.view',
  'GET /events/:eventId/drive-mirrors': 'staff event.view',
  'GET /events/:eventId/drive-mirrors/:driveMirrorId/lines': 'staff event.view',
  'GET /events/:eventId/logo': 'staff event.view',
  'GET /photos/:photoId': 'staff event.view',
  'GET /people/:personId': 'staff event.view',
  'GET /people/:personId/faces': 'staff event.view',
  'GET /people/:personId/effect': 'staff event.sort',
  'DELETE /people/:personId/faces': 'staff event.manage',
  'DELETE /events/:eventId': 'staff event.erase',
  'POST /trash/events/:eventId/restore': 'staff event.erase',
  'DELETE /trash/events/:eventId': 'staff event.erase',
  'PATCH /events/:eventId': 'staff event.manage',
  'PATCH /events/:eventId/brand': 'staff event.manage',
  'POST /events/:eventId/photos/approve': 'staff event.sort',
  'POST /events/:eventId/photos/refuse': 'staff event.sort',
  'POST /events/:eventId/photos/trash': 'staff event.sort',
  'POST /events/:eventId/photos/restore': 'staff event.sort',
  'POST /events/:eventId/photos/erase': 'staff event.manage',
  'POST /events/:eventId/drive-mirrors': 'staff event.manage',
  'PATCH /events/:eventId/drive-mirrors/:driveMirrorId': 'staff event.manage',
  'DELETE /events/:eventId/drive-mirrors/:driveMirrorId': 'staff event.manage',
  'POST /events/:eventId/drive-mirrors/:driveMirrorId/lines/:lineId/undo': 'staff event.manage',
  'POST /events/:eventId/people/undo': 'staff event.sort',
  'POST /events/:eventId/people/history/:editId/undo': 'staff event.sort',
  'POST /events/:eventId/people/history/:editId/accept': 'staff event.sort',
  'POST /photos/:photoId/retry': 'staff event.sort',
  'PATCH /people/:personId': 'staff event.sort',
  'POST /people/:personId/merge': 'staff event.sort',
  'POST /people/:personId/split': 'staff event.sort',
  'POST /events/:eventId/logo': 'staff event.manage',
  'DELETE /events/:eventId/logo': 'staff event.manage',
  'POST /events/:eventId/photos': 'staff upload.create',
  'POST /events/:eventId/uploads': 'staff upload.create',
  'HEAD /events/:eventId/uploads/:uploadId': 'staff upload.create',
  'PATCH /events/:eventId/uploads/:uploadId': 'staff upload.create',
  'DELETE /events/:eventId/uploads/:uploadId': 'staff upload.create',
  'POST /events/:eventId/drive-imports': 'staff upload.create',
  'POST /events/:eventId/drive-exports': 'staff event.manage',
  'GET /events/:eventId/objections': 'staff event.view',
  'PUT /events/:eventId/objections/settings': 'staff event.manage',
  'POST /events/:eventId/objections/:objectionId/agree': 'staff event.manage',
  'POST /events/:eventId/objections/:objectionId/decline': 'staff event.manage',
  'POST /events/:eventId/zips': 'staff zip.create',
  // who helps sees that there are shares, and no way in
  'GET /events/:eventId/shares/overview': 'staff share.view',
  'GET /events/:eventId/shares': 'staff share.manage',
  'POST /events/:eventId/codes/renew': 'staff share.manage',
  'GET /codes/:codeId/qr.png': 'staff share.manage',
  'GET /codes/:codeId/qr.svg': 'staff share.manage',
  'GET /codes/:codeId/poster.pdf': 'staff share.manage',
  'GET /shares/:shareId/cards.pdf': 'staff share.manage',
  'GET /shares/:shareId/guests': 'staff share.manage',
  'GET /codes/:codeId/view': 'staff share.manage',
  'POST /events/:eventId/shares': 'staff share.manage',
  'PATCH /shares/:shareId': 'staff share.manage',
  'DELETE /shares/:shareId': 'staff share.manage',
  'POST /shares/:shareId/codes': 'staff share.manage',
  'POST /shares/:shareId/codes/batch': 'staff share.manage',
  'PATCH /codes/:codeId': 'staff share.manage',
  'DELETE /codes/:codeId': 'staff share.manage',
  'POST /guests/:guestId/approve': 'staff share.manage',
  'POST /guests/:guestId/refuse': 'staff share.manage',

  'GET /photos/:photoId/thumbnail': 'any photo.thumbnail',
  'GET /photos/:photoId/preview': 'any photo.preview',
  'GET /photos/:photoId/original': 'any photo.original',
  'GET /photos/:photoId/metadata': 'any photo.metadata',
  'GET /faces/:faceId/crop': 'any face.crop',

  'GET /password-links/:token': 'token',
  'POST /password-links/:token': 'token',
  'GET /guest/:token': 'token',
  'GET /guest/:token/admission': 'token',
  'GET /guest/:token/logo': 'token',
  'GET /guest/:token/privacy': 'token',
  'POST /guest/:token/password': 'token',
  'POST /guest/:token/join': 'token',
  'POST /guest/:token/consent': 'token',
  'POST /guest/:token/companions': 'token',
  'DELETE /guest/:token/companions/:guestId': 'token',
  'POST /guest/:token/selfie': 'token',
  'GET /guest/:token/photos': 'token',
  'GET /guest/:token/photos/changes': 'token',
  'POST /guest/:token/photos/withdrawn/read': 'token',
  'GET /guest/:token/photos/:photoId/faces': 'token',
  'POST /guest/:token/photos/:photoId/not-me': 'token',
  'POST /guest/:token/photos/:photoId/me': 'token',
  'DELETE /guest/:token/photos/:photoId/word': 'token',
  'GET /guest/:token/data.zip': 'token',
  'DELETE /guest/:token/me': 'token',
  'POST /guest/:token/zips': 'token',
  'POST /guest/:token/uploads': 'token',
  'HEAD /guest/:token/uploads/:uploadId': 'token',
  'PATCH /guest/:token/uploads/:uploadId': 'token',
  'DELETE /guest/:token/uploads/:uploadId': 'token',
  'GET /guest/:token/drive': 'token',
  'POST /guest/:token/drive/consent': 'token',
  'POST /guest/:token/drive/account': 'token',
  'DELETE /guest/:token/drive/account': 'token',
  'POST /guest/:token/drive/exports': 'token',
  'GET /guest/:token/objections': 'token',
  'POST /guest/:token/objections/selfie': 'token',
  'POST /guest/:token/objections/faces': 'token',
  'GET /guest/:token/objections/photos/:photoId/faces': 'token',
  'GET /objections/:token': 'token',
  'DELETE /objections/:token': 'token',
  'GET /zips/:token': 'token',

  'SEND export of a user': 'sent drive.send',
  'SEND export of a guest': 'sent drive.send',
  'SEND mirror of a connected Drive': 'sent drive.send',
  'SEND mirror by the service account': 'sent drive.send',
};
const isRoute = (door: string): boolean => !door.startsWith('SEND ');

interface Asker {
  name: string;
  principal: Principal;
  ask(path: string, init: RequestInit): Promise<Response>;
}

let gateway: GatewayFixture;
let askers: Asker[];
let ids: Record<string, string>;
let place: { eventId: string; organizerId: string };

beforeAll(async () => {
  gateway = await startGateway();
  const account = async (name: string, role: UserRole) => {
    const id = await gateway.addUser(`${name}@example.org`, role);
    return { id, ask: sessionOf(await gateway.signIn(`${name}@example.org`)) };
  };
  const admin = await account('admin', 'admin');
  const { id: ownerId } = await account('owner', 'organizer');
  const owner = await gateway.signIn('owner@example.org');
  const other = await account('other', 'organizer');
  const helper = await account('helper', 'collaborator');
  const former = await account('former', 'collaborator');
  const helping = await account('helping', 'organizer');
  const event = eventSchema.parse(await (await owner.post('/events', { name: 'Gala' })).json());
  place = { eventId: event.id, organizerId: ownerId };
  const helpers = new EventCollaboratorRepository(gateway.database);
  for (const { id } of [helper, former, helping]) await helpers.add(event.id, id);
  await helpers.remove(event.id, former.id);
  const form = new FormData();
  form.append('files', new File([photoBytes('a photo')], 'a.jpg'));
  const sent = await owner.fetch(`/events/${event.id}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  const personId = await makePerson(gateway, event.id);
  const [faceId = ''] = await finishPhoto(gateway, photoId, [{ k: 1, personId }]);
  // previews, no originals, no metadata: what a visitor may is neither everything nor nothing
  const rights = { original: false, zip: false };
  const share = shareSchema.parse(
    await (await owner.post(`/events/${event.id}/shares`, { scope: { kind: 'gallery' }, rights })).json(),
  );
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const holder = new BrowserJar(gateway.origin);
  await holder.fetch(`/guest/${token}/photos`);
  const guest = new BrowserJar(gateway.origin);
  await guest.post(`/guest/${token}/consent`, { accepted: true, version: CONSENT_VERSION });
  const guestId = (await gateway.database.prisma.guest.findFirstOrThrow()).id;
  const { id: editId } = await gateway.database.prisma.personEdit.create({
    data: {
      eventId: event.id,
      kind: 'name',
      detail: { personId, name: null },
      before: { people: [], faces: [] },
    },
  });
  ids = {
    ...{
      eventId: event.id,
      editId,
      photoId,
      personId,
      faceId,
      guestId,
      shareId: share.id,
      codeId: share.codes[0]?.id ?? '',
    },
    ...{
      userId: ANY_ID,
      sessionId: ANY_ID,
      driveImportId: ANY_ID,
      albumId: ANY_ID,
      cameraId: ANY_ID,
      driveExportId: ANY_ID,
      driveMirrorId: ANY_ID,
      lineId: ANY_ID,
      objectionId: ANY_ID,
      uploadId: 'f'.repeat(64),
      queue: 'ingest',
      jobId: 'none',
    },
    token: 'x'.repeat(44),
  };
  askers = [
    { name: 'nobody', principal: { kind: 'nobody' }, ask: (path, init) => fetch(gateway.api + path, init) },
    {
      name: 'code holder',
      principal: { kind: 'code-holder', share: grantOf(share), guestCount: null, refused: false },
      ask: jarOf(holder),
    },
    { name: 'guest', principal: guestOf(share, guestId), ask: jarOf(guest) },
    {
      name: 'another organizer',
      principal: { kind: 'organizer', userId: other.id, helpsWith: [] },
      ask: other.ask,
    },
    {
      name: 'a former collaborator',
      principal: { kind: 'collaborator', userId: former.id, helpsWith: [] },
      ask: former.ask,
    },
    {
      name: 'a collaborator',
      principal: { kind: 'collaborator', userId: helper.id, helpsWith: [event.id] },
      ask: helper.ask,
    },
    {
      name: 'an organizer who helps',
      principal: { kind: 'organizer', userId: helping.id, helpsWith: [event.id] },
      ask: helping.ask,
    },
    {
      name: 'the organizer',
      principal: { kind: 'organizer', userId: ownerId, helpsWith: [] },
      ask: sessionOf(owner),
    },
    { name: 'an administrator', principal: { kind: 'admin', userId: admin.id }, ask: admin.ask },
  ];
});
afterAll(() => gateway.stop());

const jarOf =
  (jar: BrowserJar): Asker['ask'] =>
  (path, init) =>
    jar.fetch(path, init);
const sessionOf =
  (session: Session): Asker['ask'] =>
  (path, init) =>
    session.fetch(path, init);

function grantOf({ id, eventId, attributes }: Share): ShareGrant {
  return {
    shareId: id,
    eventId,
    attributes,
    codeRevokedAt: null,
    passwordVerified: false,
    personWithheld: false,
    faceSearch: 'offered',
  };
}

function guestOf(share: Share, guestId: string): Principal {
  const nothingFound = {
    ...{ personIds: [], photoIds: [], claimedPhotoIds: [], disownedPhotoIds: [], companions: [] },
  };
  return {
    kind: 'guest',
    guestId,
    share: grantOf(share),
    consented: true,
    approved: false,
    refused: false,
    ...nothingFound,
  };
}

test('the table has every route, and no other', () => {
  expect(routesOf(gateway).sort()).toEqual(Object.keys(TABLE).filter(isRoute).sort());
});

test('every route answers every kind of principal as the access rules decide', async () => {
  const wrong: string[] = [];
  for (const [route, rule] of Object.entries(TABLE).filter(([door]) => isRoute(door))) {
    const [method = '', pattern = ''] = route.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name);
    for (const { name, principal, ask } of askers) {
      const allowed = isAllowed(rule, principal);
      // whoever may change something is not asked to: the next in line would find it gone
      if (allowed && method !== 'GET') continue;
      const stop = new AbortController();
      const body = ['GET', 'HEAD', 'DELETE'].includes(method) ? null : JSON.stringify(ANY_BODY);
      const headers = { 'content-type': 'application/json' };
      const response = await ask(path, { method, signal: stop.signal, ...(body && { body, headers }) });
      const { status } = response;
      if (path.endsWith('/stream')) stop.abort();
      else await response.arrayBuffer();
      const right = allowed ? isAnswered(status, pattern) : [401, 403, 404].includes(status);
      if (!right)
        wrong.push(`${route} (${rule}), ${name}: ${allowed ? 'allowed' : 'refused'}, but ${status}`);
    }
  }
  expect(wrong).toEqual([]);
}, 180_000);

/** Whoever a run is for, as the run itself finds out; undefined where nobody of this kind has such a run. */
async function runOf(
  door: string,
  { kind, ...who }: Principal,
): Promise<(() => Promise<Principal | null>) | undefined> {
  const principals = gateway.app.get(Principals);
  const accounts = new DriveAccountRepository(gateway.database);
  const userId = 'userId' in who ? who.userId : null;
  const run = { kind: 'event', subjectId: null, startedBy: null, passwordId: null } as const;
  switch (door) {
    case 'SEND export of a user':
      if (userId === null && kind !== 'nobody') return undefined;
      return () => principalOfExport({ ...run, startedBy: userId }, { principals });
    case 'SEND export of a guest': {
      if (kind !== 'guest' && kind !== 'nobody') return undefined;
      const subjectId = 'guestId' in who ? who.guestId : ANY_ID;
      return () => principalOfExport({ ...run, kind: 'guest', subjectId }, { principals });
    }
    case 'SEND mirror of a connected Drive': {
      if (userId === null) return undefined;
      const account = { email: 'a@b.c', name: 'A', uses: [], refreshToken: new Uint8Array(1) };
      const { id: accountId } = await accounts.connect({ holder: { userId }, ...account });
      return () => principalOfMirror({ accountId, organizerId: place.organizerId }, { principals, accounts });
    }
    default:
      if (userId !== place.organizerId) return undefined;
      return () => principalOfMirror({ accountId: null, organizerId: userId }, { principals, accounts });
  }
}

/** What somebody in a photo wishes about being shown, and how it comes about. */
interface Wish {
  hiddenAt?: Date;
  appearance?: 'open' | 'blurred' | 'withheld';
  seesOwn?: boolean;
  /** Their face is unrecognisable in the photo's blurred files. */
  blurred?: boolean;
  /** They have objected, and wait for the answer. */
  objected?: boolean;
}
type Situation = [
  name: string,
  facts: (personId: string) => Partial<Pick<DriveResource, 'trashed' | 'held' | 'blankable' | 'wishes'>>,
  rows: { deletedAt?: Date; heldAt?: Date; blanks?: null } & Wish,
];
const withheldOne = (seesOwn: boolean) => (personId: string) => ({
  wishes: { ...NO_WISHES, withheld: [{ personId, seesOwn }] },
});
const WISHES: Situation[] = [
  ['as it is', () => ({}), {}],
  ['of somebody not listed', () => ({}), { hiddenAt: new Date() }],
  ['of somebody withheld', withheldOne(false), { appearance: 'withheld' }],
  ['of somebody withheld but for themselves', withheldOne(true), { appearance: 'withheld', seesOwn: true }],
  ['of somebody who objected', withheldOne(false), { objected: true }],
  [
    'of somebody blurred',
    () => ({ wishes: { ...NO_WISHES, blurred: true } }),
    { appearance: 'blurred', blurred: true },
  ],
  [
    'of somebody to be blurred',
    () => ({ wishes: { ...NO_WISHES, blurred: true, unblurred: true } }),
    { appearance: 'blurred' },
  ],
];
const SITUATIONS: Situation[] = [
  ...WISHES,
  ['in the trash', () => ({ trashed: true }), { deletedAt: new Date() }],
  ['waiting for approval', () => ({ held: true }), { heldAt: new Date() }],
  ['that cannot leave without its place', () => ({ blankable: false }), { blanks: null }],
];

async function bringAbout([, , rows]: Situation): Promise<void> {
  const {
    hiddenAt = null,
    appearance = 'open',
    seesOwn = false,
    blurred = false,
    objected = false,
    ...data
  } = rows;
  const { prisma } = gateway.database;
  const [photoId = '', id = ''] = [ids['photoId'], ids['personId']];
  const usual = { deletedAt: null, heldAt: null, blanks: new Uint8Array(52) };
  await prisma.photo.update({ where: { id: photoId }, data: { ...usual, ...data } });
  await prisma.person.update({ where: { id }, data: { hiddenAt, appearance, seesOwn } });
  await prisma.face.updateMany({ where: { photoId }, data: { blurred } });
  await prisma.objection.deleteMany();
  if (!objected) return;
  const faceId = ids['faceId'] ?? '';
  const objection = { eventId: place.eventId, wish: 'withheld', createdAt: new Date() } as const;
  await prisma.objection.create({ data: { ...objection, faces: { create: { faceId } } } });
}

test('every run to Google Drive sends what the access rules let its principal send, and nothing else', async () => {
  const { prisma } = gateway.database;
  const [photoId = '', personId = ''] = [ids['photoId'], ids['personId']];
  const guest = askers.find(({ name }) => name === 'guest')?.principal;
  if (guest?.kind !== 'guest') throw new Error('no guest asks');
  const { attributes } = guest.share;
  const rights = { ...attributes.rights, original: true, zip: true };
  const found: Principal = {
    ...guest,
    personIds: [personId],
    share: { ...guest.share, attributes: { ...attributes, rights } },
  };
  const photos = new DrivePhotoListing(gateway.database);
  const wrong: string[] = [];
  const sent: string[] = [];
  const ask = async (who: { name: string; principal: Principal }): Promise<void> => {
    for (const situation of SITUATIONS) {
      const [name, facts] = situation;
      await bringAbout(situation);
      for (const [door, rule] of Object.entries(TABLE).filter(([one]) => !isRoute(one))) {
        const findPrincipal = await runOf(door, who.principal);
        if (!findPrincipal) continue;
        const exit = createDriveExit({ findPrincipal, photos, clock: gateway.clock });
        const leaves = await exit.decisions([photoId]).then(
          (decisions) => decisions.get(photoId)?.allowed === true,
          (error: unknown) => {
            if (error instanceof DriveStopError) return false;
            throw error;
          },
        );
        const allowed = isAllowed(rule, who.principal, facts(personId));
        if (leaves !== allowed) wrong.push(`${door}, ${who.name}, ${name}: ${leaves ? 'sent' : 'kept'}`);
        if (leaves) sent.push(`${door}, ${who.name}, ${name}`);
      }
    }
  };
  for (const asker of askers) await ask(asker);
  await prisma.share.update({ where: { id: guest.share.shareId }, data: { rights } });
  await recogniseAs(gateway.database, guest.guestId, [personId]);
  await ask({ name: 'a guest who was found', principal: found });
  expect(wrong).toEqual([]);
  const forStaff = [
    ...['as it is', 'of somebody not listed', 'of somebody blurred', 'of somebody to be blurred'],
    'that cannot leave without its place',
  ];
  const doors = ['export of a user', 'mirror of a connected Drive', 'mirror by the service account'];
  const forGuests = [
    ...['as it is', 'of somebody not listed', 'of somebody withheld but for themselves'],
    'of somebody blurred',
  ];
  expect(sent).toEqual([
    ...forStaff.flatMap((name) => doors.map((door) => `SEND ${door}, the organizer, ${name}`)),
    ...forStaff.flatMap((name) => doors.slice(0, 2).map((door) => `SEND ${door}, an administrator, ${name}`)),
    ...forGuests.map((name) => `SEND export of a guest, a guest who was found, ${name}`),
  ]);
});

test('every door of a photo answers as the access rules decide, whatever somebody in it wishes', async () => {
  const [photoId = '', personId = '', eventId = ''] = [ids['photoId'], ids['personId'], ids['eventId']];
  const organizer = askers.find(({ name }) => name === 'the organizer');
  const listed = await organizer?.ask(`/events/${eventId}/shares`, {});
  const attributes = sharesSchema.parse(await listed?.json()).shares[0]?.attributes;
  if (!attributes) throw new Error('the event has no share');
  await putBlurred(photoId);
  const everybody = askers.map((asker): Asker => {
    const { principal } = asker;
    if (!isVisitor(principal)) return asker;
    const share = { ...principal.share, attributes };
    const found = principal.kind === 'guest' ? { ...principal, share, personIds: [personId] } : null;
    return { ...asker, principal: found ?? { ...principal, share } };
  });
  const wrong: string[] = [];
  const given: Record<string, string[]> = {};
  for (const situation of WISHES) {
    const [name, facts] = situation;
    await bringAbout(situation);
    for (const [route, rule] of Object.entries(TABLE).filter(([, one]) => /^any (photo|face)/.test(one))) {
      const path = (route.split(' ')[1] ?? '').replace(/:(\w+)/, (_, id: string) => ids[id] ?? id);
      for (const { name: who, principal, ask } of everybody) {
        const allowed = isAllowed(rule, principal, facts(personId));
        const response = await ask(path, {});
        await response.arrayBuffer();
        if ((response.status === 200) !== allowed)
          wrong.push(`${route}, ${who}, ${name}: ${response.status}`);
        if (allowed && isVisitor(principal)) (given[name] ??= []).push(`${who}: ${rule}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  const pictures = ['any photo.thumbnail', 'any photo.preview', 'any photo.original'];
  const ofBoth = pictures.flatMap((rule) => ['code holder', 'guest'].map((who) => `${who}: ${rule}`));
  const ofGuest = pictures.map((rule) => `guest: ${rule}`);
  expect(given).toEqual({
    'as it is': [...ofBoth, 'guest: any face.crop'],
    'of somebody not listed': [...ofBoth, 'guest: any face.crop'],
    'of somebody withheld but for themselves': [...ofGuest, 'guest: any face.crop'],
    'of somebody blurred': ofBoth,
  });
});

/** The files that the worker makes of a photo of somebody blurred. */
async function putBlurred(photoId: string): Promise<void> {
  const store = gateway.app.get<ObjectStore>(STORE);
  for (const kind of ['thumbnail', 'preview', 'original'] as const)
    await store.put(blurredKey(place.eventId, photoId, kind, 'mark'), Buffer.from(`blurred ${kind}`));
  const sums = { sha256: 'a'.repeat(64), md5: 'b'.repeat(32), crc32: 1n, bytes: 16n };
  await gateway.database.prisma.blurredPhoto.create({ data: { photoId, mark: 'mark', ...sums } });
}

/** Answered: what does not exist is 404 also for those who may; Drive is not set up here. */
function isAnswered(status: number, pattern: string): boolean {
  if (status === 200) return true;
  if (pattern === '/receipts/receipt.pdf') return status === 422; // without a receipt
  return /logo$|^\/drive|(failures|lines)$/.test(pattern) && [404, 409, 503].includes(status);
}

/** @param kept what keeps a photo from Drive. */
function isAllowed(rule: Rule, principal: Principal, kept: Partial<DriveResource> = {}): boolean {
  const hasEvents = principal.kind === 'admin' || principal.kind === 'organizer';
  const signedIn = hasEvents || principal.kind === 'collaborator';
  if (rule === 'anybody') return true;
  if (rule === 'signed-in') return signedIn;
  if (rule === 'has-events') return hasEvents;
  if (rule === 'admin') return principal.kind === 'admin';
  if (rule === 'token') return false;
  const [who, action] = rule.split(' ') as ['staff' | 'any' | 'sent', Target['action']];
  if (who === 'staff' && !signedIn) return false;
  return decide({ principal, now: new Date(), ...targetOf(action, kept) }).allowed;
}

function targetOf(action: Target['action'], kept: Partial<DriveResource> = {}): Target {
  const personId = ids['personId'] ?? '';
  const resources = {
    event: { kind: 'event', ...place },
    share: { kind: 'share', ...place },
    upload: { kind: 'upload', ...place },
    zip: { kind: 'zip', ...place },
    photo: {
      kind: 'photo',
      ...place,
      photoId: ids['photoId'] ?? '',
      personIds: [personId],
      albumIds: [],
      held: false,
      blankable: true,
      wishes: NO_WISHES,
      ...kept,
    },
    drive: {
      ...{ kind: 'drive', ...place, photoId: ids['photoId'] ?? '', personIds: [personId], albumIds: [] },
      ...{ held: false, blankable: true, wishes: NO_WISHES, trashed: false, ...kept },
    },
    face: { kind: 'face', ...place, personId, held: false, wishes: NO_WISHES, ...kept },
    person: { kind: 'person', ...place, personId },
  } as const;
  const kind = action.split('.')[0] as keyof typeof resources;
  return { action, resource: resources[kind] } as Target; // the action's first word is the kind of its resource
}

/** Every handler of every controller that Nest knows. */
function routesOf({ app }: GatewayFixture): string[] {
  const found: string[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
        const handler = prototype[name];
        if (!handler || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
        const parts = [metatype, handler].map((target) =>
          String(Reflect.getMetadata(PATH_METADATA, target) ?? ''),
        );
        const method = RequestMethod[Number(Reflect.getMetadata(METHOD_METADATA, handler))] ?? '?';
        found.push(`${method} /${parts.join('/')}`.replace(/\/+/g, '/').replace(/\/$/, ''));
      }
    }
  }
  return found;
}
