/**
 * @module Every action that the audit log knows, done: one line by whom, where and what, when it is done, and none when it is
 * not. `TABLE` says how each is done; an action without a deed fails here.
 */
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditActionSchema, type AuditAction, type AuditDetail } from '@visage/contracts/audit.contract';
import type { CollaboratorAdded } from '@visage/contracts/collaborator.contract';
import { driveConsentSchema } from '@visage/contracts/drive-account.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { madeObjectionSchema } from '@visage/contracts/objection.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import type { UserRole } from '@visage/contracts/session.contract';
import { SAFE_SHARE_DEFAULTS, shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import type { Zip } from '@visage/contracts/zip.contract';
import { AuditRepository } from '@visage/database/audit/audit.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { QUEUE_PREFIX } from '@visage/queues/queue.settings';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { photoBytes } from '@visage/testing/photo.bytes';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AuditLog, byGuest, byUser, FORGOTTEN, NOBODY, type AuditSubject } from './audit/audit.log.js';
import { RetentionSweep } from './retention/retention.sweep.js';
import { ANY_ID } from './testing/any.request.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import {
  PASSWORD,
  postJson,
  startGateway,
  type GatewayFixture,
  type Session,
} from './testing/gateway.fixture.js';
import { TusClient } from './testing/tus.client.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';
import { TrashService } from './trash/trash.service.js';

/** A database that takes its time: whoever does not wait for the line has answered before. */
const LINE_MS = 15;
const DAY_MS = 24 * 60 * 60_000;

interface Line {
  by: AuditSubject;
  eventId?: string;
  subjectId?: string | null;
  detail?: AuditDetail;
}
interface Case {
  /** What is done; a refusal here is a mistake of the test. */
  deed: () => Promise<unknown>;
  /** Asked once it is done. */
  line: () => Line | Promise<Line>;
  /** How often it was done; once when absent. */
  count?: number;
  /** Lines of other actions that belong to it. */
  along?: AuditAction[];
  /** What looks like the deed, and is none. */
  not?: (() => Promise<unknown>)[];
}
type Act = () => Promise<Case>;

let gateway: GatewayFixture;
let drive: DriveServer;
let stopEmbedder: () => Promise<void>;
let admin: Session;
let adminId: string;
let organizer: Session;
let organizerId: string;
let stranger: Session;
let by: AuditSubject;
let byAdmin: AuditSubject;

beforeAll(async () => {
  drive = await startDriveServer();
  gateway = await startGateway({ GOOGLE_ROOT_URL: drive.rootUrl });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  adminId = await gateway.addUser('admin@example.org', 'admin');
  organizerId = await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  admin = await gateway.signIn('admin@example.org');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
  [by, byAdmin] = [byUser({ id: organizerId }), byUser({ id: adminId })];
  await done(
    send(admin, 'PUT', '/google/client', {
      clientId: drive.oauth.clientId,
      clientSecret: drive.oauth.clientSecret,
    }),
  );
  // counts are written when a test says so
  await gateway.app.get(AuditLog, { strict: false }).beforeApplicationShutdown();
  const lines = gateway.app.get(AuditRepository, { strict: false });
  const write = lines.write.bind(lines);
  lines.write = (...line) => sleep(LINE_MS).then(() => write(...line));
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
  await drive.stop();
});

let serial = 0;
const unique = (name: string): string => `${name}-${++serial}`;
const { parse } = JSON;

async function done(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}
async function refused(answer: Promise<Response>): Promise<void> {
  const { status } = await answer;
  if (status < 400 || status >= 500) throw new Error(`not refused: ${status}`);
}
const idOf = async (answer: Promise<Response>): Promise<string> =>
  (parse(await (await done(answer)).text()) as { id: string }).id;
const send = (session: Session, method: 'PATCH' | 'PUT', path: string, body: unknown): Promise<Response> =>
  session.fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const remove = (session: Session, path: string): Promise<Response> =>
  session.fetch(path, { method: 'DELETE' });
const photoIdIn = async (answer: Promise<Response>): Promise<string> =>
  photoUploadsSchema.parse(await (await done(answer)).json()).uploads[0]?.photo?.id ?? '';

async function account(role: UserRole = 'organizer'): Promise<{ id: string; email: string }> {
  const email = `${unique('account')}@example.org`;
  return { id: await gateway.addUser(email, role), email };
}
const makeEvent = (session = organizer): Promise<string> =>
  idOf(session.post('/events', { name: unique('Gala') }));
function sendForm(session: Session, eventId: string, ...contents: string[]): Promise<Response> {
  const form = new FormData();
  for (const content of contents) form.append('files', new File([photoBytes(content)], 'a.jpg'));
  return session.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
}
const addPhoto = (eventId: string): Promise<string> =>
  photoIdIn(sendForm(organizer, eventId, unique('photo')));
const select = (eventId: string, what: string, photoIds: string[], session = organizer): Promise<Response> =>
  session.post(`/events/${eventId}/photos/${what}`, { photoIds });

interface Shown {
  eventId: string;
  photoId: string;
  personId: string;
  faceId: string;
  token: string;
  shareId: string;
  codeId: string;
  link: BrowserJar;
}
/** A photo of somebody in a gallery that a link opens to whoever has it. */
async function show(input: Partial<ShareCreate> = {}): Promise<Shown> {
  const eventId = await makeEvent();
  const photoId = await addPhoto(eventId);
  const personId = await makePerson(gateway, eventId);
  const [faceId = ''] = await finishPhoto(gateway, photoId, [{ k: 1, personId }]);
  const made = await done(
    organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' }, ...input }),
  );
  const { id: shareId, codes } = shareSchema.parse(await made.json());
  const [code] = codes;
  const token = code?.url.split('/g/')[1] ?? '';
  return {
    eventId,
    photoId,
    personId,
    faceId,
    token,
    shareId,
    codeId: code?.id ?? '',
    link: new BrowserJar(gateway.origin),
  };
}
const consent = (browser: BrowserJar, token: string, accepted = true): Promise<Response> =>
  browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted });
function selfie(browser: BrowserJar, token: string): Promise<Response> {
  const body = new FormData();
  body.append('selfie', new Blob(['face 1']), 'selfie.jpg');
  return browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body });
}
const CHILD = { name: 'Mia', by: 'parent', version: CONSENT_VERSION, keepLooking: false };

interface Found extends Shown {
  guest: BrowserJar;
  guestId: string;
}
/** A guest with a name, who was found in the photo by a selfie. */
async function find(input: Partial<ShareCreate> = {}): Promise<Found> {
  const shown = await show(input);
  const guest = new BrowserJar(gateway.origin);
  await done(consent(guest, shown.token));
  await done(guest.post(`/guest/${shown.token}/join`, { name: 'Cara' }));
  await done(selfie(guest, shown.token));
  return { ...shown, guest, guestId: await newest('guest') };
}
const object = ({ token, photoId, faceId }: Pick<Shown, 'token' | 'photoId' | 'faceId'>): Promise<Response> =>
  new BrowserJar(gateway.origin).post(`/guest/${token}/objections/faces`, {
    ...{ wish: 'withheld', photoId, faceIds: [faceId] },
  });
async function objected(): Promise<{ eventId: string; id: string; token: string }> {
  const shown = await show();
  const made = madeObjectionSchema.parse(await (await done(object(shown))).json());
  return { eventId: shown.eventId, id: await newest('objection'), token: made.token };
}
async function newest(model: 'guest' | 'session' | 'objection'): Promise<string> {
  const { prisma } = gateway.database;
  const latest = { orderBy: { createdAt: 'desc' } } as const;
  return (
    await (model === 'guest'
      ? prisma.guest.findFirstOrThrow(latest)
      : model === 'session'
        ? prisma.session.findFirstOrThrow(latest)
        : prisma.objection.findFirstOrThrow(latest))
  ).id;
}
const signIn = (email: string, password = PASSWORD): Promise<Response> =>
  postJson(`${gateway.api}/session`, { email, password });
const renew = (refreshToken: string | null): Promise<Response> =>
  postJson(`${gateway.api}/session/renew`, { refreshToken });
async function signedIn(): Promise<{ session: Session; refreshToken: string; id: string; userId: string }> {
  const { id: userId, email } = await account();
  const { refreshToken } = (await (await done(signIn(email))).json()) as { refreshToken: string };
  const id = await newest('session');
  return { session: await gateway.signIn(email), refreshToken, id, userId };
}
const setPassword = (url: string | undefined, password = 'a new long password'): Promise<Response> =>
  postJson(`${gateway.api}/password-links/${url?.split('#')[1] ?? ''}`, { password });
const correct = (
  { guest, token, photoId }: Found,
  word: 'not-me' | 'me',
  body: object = {},
  id = photoId,
): Promise<Response> => guest.post(`/guest/${token}/photos/${id}/${word}`, body);
const historyOf = async (eventId: string): Promise<string> =>
  (
    await gateway.database.prisma.personEdit.findFirstOrThrow({
      where: { eventId },
      orderBy: { createdAt: 'desc' },
    })
  ).id;
async function connectDrive(): Promise<void> {
  const started = await done(organizer.post('/drive/consent', { uses: ['import', 'export', 'mirror'] }));
  const { url } = driveConsentSchema.parse(await started.json());
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  const headers = {
    'content-type': 'application/json',
    cookie: started.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  };
  await done(
    organizer.fetch('/drive/account', {
      method: 'POST',
      headers,
      body: JSON.stringify(Object.fromEntries(back.searchParams)),
    }),
  );
}
async function connectDriveOf({ guest, token }: Found): Promise<void> {
  const started = await done(guest.post(`/guest/${token}/drive/consent`, {}));
  const { url } = driveConsentSchema.parse(await started.json());
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  await done(guest.post(`/guest/${token}/drive/account`, Object.fromEntries(back.searchParams)));
}
async function mirrorOf(): Promise<{ eventId: string; path: string; id: string; wish: object }> {
  await connectDrive();
  const eventId = await makeEvent();
  const wish = { direction: 'both', folder: { id: unique('folder_1234'), name: 'Ceremony' } };
  const path = `/events/${eventId}/drive-mirrors`;
  return { eventId, path, wish, id: await idOf(organizer.post(path, wish)) };
}
/** What the hour does: tells what ends, and ends what is over. */
const keepTime = (): Promise<void> => gateway.app.get(RetentionSweep, { strict: false }).sweep();
const codesOf = (shareId: string) => `/shares/${shareId}/codes`;

const TABLE: Record<AuditAction, Act[]> = {
  'session.opened': [
    async () => {
      const { id, email } = await account();
      return {
        deed: () => done(signIn(email)),
        line: async () => ({
          by: byUser({ id }),
          subjectId: await newest('session'),
          detail: { address: '127.0.0.1' },
        }),
        not: [() => refused(signIn(email, 'wrong')), () => refused(renew('no token'))],
      };
    },
  ],
  'session.refused': [
    async () => {
      const { id, email } = await account();
      const line = { by: NOBODY, subjectId: id, detail: { address: '127.0.0.1' } };
      return {
        deed: () => refused(signIn(email, 'wrong')),
        line: () => line,
        not: [() => done(signIn(email))],
      };
    },
    async () => ({
      deed: () => refused(signIn('nobody@example.org')),
      line: () => ({ by: NOBODY, subjectId: null, detail: { address: '127.0.0.1' } }),
    }),
    async () => {
      const { id, email } = await account();
      await gateway.database.prisma.user.update({ where: { id }, data: { disabledAt: new Date() } });
      return {
        deed: () => refused(signIn(email)),
        line: () => ({ by: NOBODY, subjectId: id, detail: { address: '127.0.0.1' } }),
      };
    },
  ],
  'session.closed': [
    async () => {
      const { session, userId } = await signedIn();
      const subjectId = await newest('session');
      return {
        deed: () => done(remove(session, '/session')),
        line: () => ({ by: byUser({ id: userId }), subjectId }),
        not: [
          () => done(fetch(`${gateway.api}/session`, { method: 'DELETE' })),
          () => done(remove(session, '/session')),
        ],
      };
    },
    async () => {
      const { refreshToken, id, userId } = await signedIn();
      const headers = { cookie: `visage_refresh=${refreshToken}`, origin: gateway.origin };
      const signOut = () => done(fetch(`${gateway.api}/session`, { method: 'DELETE', headers }));
      return { deed: signOut, line: () => ({ by: byUser({ id: userId }), subjectId: id }), not: [signOut] };
    },
    async () => {
      const { session, id, userId } = await signedIn();
      return {
        deed: () => done(remove(session, `/session/all/${id}`)),
        line: () => ({ by: byUser({ id: userId }), subjectId: id }),
        not: [
          () => refused(remove(session, `/session/all/${id}`)),
          () => refused(remove(stranger, `/session/all/${id}`)),
        ],
      };
    },
  ],
  'session.closed-everywhere': [
    async () => {
      const { session, userId } = await signedIn();
      const end = () => remove(session, '/session/all');
      return {
        deed: () => done(end()),
        line: () => ({ by: byUser({ id: userId }), detail: { sessions: 2 } }),
        not: [() => refused(end())],
      };
    },
  ],
  'session.stolen': [
    async () => {
      const { refreshToken, id, userId } = await signedIn();
      const next = (await (await done(renew(refreshToken))).json()) as { refreshToken: string };
      const where = { sessionId: id, usedAt: { not: null } };
      await gateway.database.prisma.refreshToken.updateMany({
        where,
        data: { usedAt: new Date(Date.now() - DAY_MS) },
      });
      const { refreshToken: other } = await signedIn();
      return {
        deed: () => refused(renew(refreshToken)),
        line: () => ({ by: NOBODY, subjectId: id, detail: { user: userId } }),
        not: [
          () => done(renew(other)),
          () => done(renew(other)),
          () => refused(renew('no token')),
          () => refused(renew(next.refreshToken)),
        ],
      };
    },
  ],
  'user.made': [
    async () => {
      const user = { email: `${unique('made')}@example.org`, name: 'Eva', password: PASSWORD };
      let id = '';
      return {
        async deed() {
          id = ((await (await done(admin.post('/admin/users', user))).json()) as { user: { id: string } })
            .user.id;
        },
        line: () => ({ by: byAdmin, subjectId: id, detail: { role: 'organizer' } }),
        not: [
          () => refused(admin.post('/admin/users', user)),
          () => refused(organizer.post('/admin/users', { ...user, email: 'x@example.org' })),
        ],
      };
    },
    async () => {
      const eventId = await makeEvent();
      const email = `${unique('invited')}@example.org`;
      const invite = (session: Session, name?: string) =>
        session.post(`/events/${eventId}/collaborators`, { email, name });
      return {
        deed: () => done(invite(organizer, 'Hanna')),
        line: async () => {
          const { id } = await gateway.database.prisma.user.findUniqueOrThrow({ where: { email } });
          return { by, subjectId: id, detail: { role: 'collaborator' } };
        },
        along: ['collaborator.added', 'user.link-made'],
        not: [() => refused(invite(stranger, 'Hanna')), () => done(invite(organizer))],
      };
    },
  ],
  'user.changed': [
    async () => {
      const { id } = await account();
      const change = { name: 'Eva', role: 'collaborator', disabled: true, quotaBytes: 5, quotaEvents: null };
      return {
        deed: () => done(send(admin, 'PATCH', `/admin/users/${id}`, change)),
        line: () => ({
          by: byAdmin,
          subjectId: id,
          detail: { role: 'collaborator', disabled: true, quotaBytes: 5, quotaEvents: 'none' },
        }),
        not: [
          () => refused(send(admin, 'PATCH', `/admin/users/${ANY_ID}`, { name: 'Eva' })),
          () => refused(send(admin, 'PATCH', `/admin/users/${adminId}`, { role: 'organizer' })),
          () => refused(send(organizer, 'PATCH', `/admin/users/${id}`, { name: 'Eva' })),
        ],
      };
    },
  ],
  'user.removed': [
    async () => {
      const { id } = await account();
      const path = `/admin/users/${id}`;
      return {
        deed: () => done(remove(admin, path)),
        line: () => ({ by: byAdmin, subjectId: id }),
        not: [
          () => refused(remove(admin, path)),
          () => refused(remove(admin, `/admin/users/${adminId}`)),
          () => refused(remove(stranger, path)),
        ],
      };
    },
  ],
  'user.link-made': [
    async () => {
      const { id } = await account();
      const make = (session: Session, userId: string) =>
        session.post(`/admin/users/${userId}/password-link`, {});
      return {
        deed: () => done(make(admin, id)),
        line: () => ({ by: byAdmin, subjectId: id }),
        not: [() => refused(make(admin, ANY_ID)), () => refused(make(organizer, id))],
      };
    },
    // somebody who was invited and has no password yet is invited once more
    async () => {
      const eventId = await makeEvent();
      const who = { email: `${unique('invited')}@example.org`, name: 'Ida' };
      const invite = () => done(organizer.post(`/events/${eventId}/collaborators`, who));
      const { collaborator } = (await (await invite()).json()) as CollaboratorAdded;
      let url: string | undefined;
      return {
        async deed() {
          url = ((await (await invite()).json()) as CollaboratorAdded).passwordLink?.url;
        },
        line: () => ({ by, subjectId: collaborator.userId }),
        not: [() => done(setPassword(url)), invite],
      };
    },
  ],
  'user.password-set': [
    async () => {
      const { id } = await account();
      const { url } = (await (await done(admin.post(`/admin/users/${id}/password-link`, {}))).json()) as {
        url: string;
      };
      return {
        deed: () => done(setPassword(url)),
        line: () => ({ by: byUser({ id }), subjectId: id }),
        not: [() => refused(setPassword(url)), () => refused(setPassword('#no-link'))],
      };
    },
  ],
  'event.made': [
    async () => {
      let eventId = '';
      const { email } = await account('collaborator');
      const helper = await gateway.signIn(email);
      return {
        async deed() {
          eventId = await makeEvent();
        },
        line: () => ({ by, eventId }),
        not: [
          () => refused(helper.post('/events', { name: 'Mine' })),
          () => refused(organizer.post('/events', {})),
        ],
      };
    },
  ],
  'event.trashed': [
    async () => {
      const eventId = await makeEvent();
      const trash = (session: Session) => remove(session, `/events/${eventId}`);
      return {
        deed: () => done(trash(organizer)),
        line: () => ({ by, eventId }),
        not: [() => refused(trash(organizer)), () => refused(trash(stranger))],
      };
    },
  ],
  'event.restored': [
    async () => {
      const eventId = await makeEvent();
      await done(remove(organizer, `/events/${eventId}`));
      const restore = (session: Session) => session.post(`/trash/events/${eventId}/restore`, {});
      return {
        deed: () => done(restore(organizer)),
        line: () => ({ by, eventId }),
        not: [() => refused(restore(organizer)), () => refused(restore(stranger))],
      };
    },
  ],
  'event.erased': [
    async () => {
      const [eventId, other] = [await makeEvent(), await makeEvent()];
      for (const id of [eventId, other]) await done(remove(organizer, `/events/${id}`));
      const erase = (session: Session, id: string) => remove(session, `/trash/events/${id}`);
      return {
        deed: () => done(erase(organizer, eventId)),
        line: () => ({ by, eventId }),
        not: [() => refused(erase(organizer, eventId)), () => refused(erase(stranger, other))],
      };
    },
    async () => {
      const [due, young] = [await makeEvent(), await makeEvent()];
      const age = (id: string, days: number) =>
        gateway.database.prisma.event.update({
          where: { id },
          data: { deletedAt: new Date(Date.now() - days * DAY_MS) },
        });
      await age(due, 31);
      await age(young, 29);
      const sweep = () => gateway.app.get(TrashService, { strict: false }).sweep();
      return { deed: sweep, line: () => ({ by: NOBODY, eventId: due }), not: [sweep] };
    },
  ],
  'collaborator.added': [
    async () => {
      const eventId = await makeEvent();
      const { id, email } = await account();
      const add = (session: Session, whom = email) =>
        session.post(`/events/${eventId}/collaborators`, { email: whom });
      return {
        deed: () => done(add(organizer)),
        line: () => ({ by, eventId, subjectId: id }),
        not: [
          () => done(add(organizer)),
          () => refused(add(stranger)),
          () => refused(add(organizer, 'admin@example.org')),
        ],
      };
    },
  ],
  'collaborator.removed': [
    async () => {
      const eventId = await makeEvent();
      const { id, email } = await account();
      await done(organizer.post(`/events/${eventId}/collaborators`, { email }));
      const leave = (session: Session) => remove(session, `/events/${eventId}/collaborators/${id}`);
      return {
        deed: () => done(leave(organizer)),
        line: () => ({ by, eventId, subjectId: id, detail: { account: false } }),
        not: [() => refused(leave(organizer)), () => refused(leave(stranger))],
      };
    },
    async () => {
      const eventId = await makeEvent();
      const { id, email } = await account();
      await done(organizer.post(`/events/${eventId}/collaborators`, { email }));
      const helper = await gateway.signIn(email);
      return {
        deed: () => done(remove(helper, `/events/${eventId}/collaborators/${id}`)),
        line: () => ({ by: byUser({ id }), eventId, subjectId: id, detail: { account: false } }),
      };
    },
    async () => {
      const eventId = await makeEvent();
      const who = { email: `${unique('invited')}@example.org`, name: 'Typo' };
      const added = (await (
        await done(organizer.post(`/events/${eventId}/collaborators`, who))
      ).json()) as CollaboratorAdded;
      const { userId } = added.collaborator;
      return {
        deed: () => done(remove(organizer, `/events/${eventId}/collaborators/${userId}`)),
        line: () => ({ by, eventId, subjectId: userId, detail: { account: true } }),
      };
    },
  ],
  'camera.shifted': [
    async () => {
      const eventId = await makeEvent();
      const { id: subjectId } = await gateway.database.prisma.camera.create({
        data: { eventId, make: 'Canon', model: 'EOS R5', serial: '1' },
      });
      const shift = (session: Session, seconds: number) =>
        send(session, 'PUT', `/events/${eventId}/cameras/${subjectId}/shift`, { shift: seconds });
      return {
        deed: () => done(shift(organizer, -3600)),
        line: () => ({ by, eventId, subjectId, detail: { from: 0, to: -3600 } }),
        not: [
          () => done(shift(organizer, -3600)),
          () => refused(shift(organizer, 1e12)),
          () => refused(shift(stranger, 60)),
        ],
      };
    },
  ],
  'event.zone-changed': [
    async () => {
      const eventId = await makeEvent();
      const choose = (session: Session, zone: string | null) =>
        send(session, 'PUT', `/events/${eventId}/zone`, { zone });
      return {
        deed: () => done(choose(organizer, 'Asia/Tokyo')),
        line: () => ({ by, eventId, detail: { zone: 'Asia/Tokyo' } }),
        not: [
          () => done(choose(organizer, 'Asia/Tokyo')),
          () => refused(choose(organizer, 'Mars/Olympus')),
          () => refused(choose(stranger, '+02:00')),
        ],
      };
    },
  ],
  'event.retention-changed': [
    async () => {
      const eventId = await makeEvent();
      const days = { facesDays: 60, photosDays: 365 };
      const change = (session: Session, more: object = {}) =>
        send(session, 'PUT', `/events/${eventId}/retention`, {
          ...days,
          reason: 'The album is late.',
          ...more,
        });
      return {
        deed: () => done(change(organizer)),
        line: () => ({ by, eventId, detail: { ...days, reason: 'The album is late.' } }),
        not: [
          () => done(change(organizer)),
          () => refused(change(organizer, { facesDays: 61, reason: ' ' })),
          () => refused(change(stranger)),
        ],
      };
    },
    async () => {
      const eventId = await makeEvent();
      return {
        deed: () =>
          done(send(organizer, 'PUT', `/events/${eventId}/retention`, { facesDays: 20, photosDays: null })),
        line: () => ({ by, eventId, detail: { facesDays: 20, photosDays: 'none' } }),
      };
    },
  ],
  'event.end-announced': [
    async () => {
      const eventId = await makeEvent();
      const keptFrom = new Date(gateway.clock.now().getTime() - 16 * DAY_MS);
      await gateway.database.prisma.event.update({ where: { id: eventId }, data: { keptFrom } });
      const lastDay = new Date(keptFrom.getTime() + 30 * DAY_MS).toISOString().slice(0, 10);
      return {
        deed: keepTime,
        line: () => ({ by: NOBODY, eventId, detail: { what: 'faces', lastDay } }),
        not: [keepTime],
      };
    },
  ],
  'event.faces-ended': [
    async () => {
      const { eventId } = await show();
      const daysAgo = (days: number) => new Date(gateway.clock.now().getTime() - days * DAY_MS);
      await gateway.database.prisma.event.update({
        where: { id: eventId },
        data: { keptFrom: daysAgo(60), date: daysAgo(60) },
      });
      await gateway.database.prisma.retentionNotice.create({
        data: { eventId, what: 'faces', daysBefore: 3, lastDay: daysAgo(1), at: daysAgo(4) },
      });
      return {
        deed: keepTime,
        line: () => ({ by: NOBODY, eventId, detail: { faces: 1, guests: 0 } }),
        not: [keepTime],
      };
    },
  ],
  'album.made': [
    async () => {
      const eventId = await makeEvent();
      const make = (session: Session) => session.post(`/events/${eventId}/albums`, { name: 'Dance' });
      let subjectId = '';
      return {
        async deed() {
          subjectId = await idOf(make(organizer));
        },
        line: () => ({ by, eventId, subjectId }),
        not: [() => refused(make(organizer)), () => refused(make(stranger))],
      };
    },
  ],
  'album.changed': [
    async () => {
      const eventId = await makeEvent();
      const [subjectId] = [
        await idOf(organizer.post(`/events/${eventId}/albums`, { name: 'Dance' })),
        await idOf(organizer.post(`/events/${eventId}/albums`, { name: 'Cake' })),
      ];
      const rename = (session: Session, name: string) =>
        send(session, 'PATCH', `/events/${eventId}/albums/${subjectId}`, { name });
      return {
        deed: () => done(rename(organizer, 'Ball')),
        line: () => ({ by, eventId, subjectId }),
        not: [() => refused(rename(organizer, 'Cake')), () => refused(rename(stranger, 'Tango'))],
      };
    },
    ...(['add', 'remove'] as const).map((what) => async () => {
      const eventId = await makeEvent();
      const photoIds = [await addPhoto(eventId), await addPhoto(eventId)];
      const subjectId = await idOf(organizer.post(`/events/${eventId}/albums`, { name: 'Dance' }));
      const change = (session: Session, word: string) =>
        session.post(`/events/${eventId}/albums/${subjectId}/${word}`, { photoIds });
      if (what === 'remove') await done(change(organizer, 'add'));
      return {
        deed: () => done(change(organizer, what)),
        line: () => ({ by, eventId, subjectId, detail: { [what === 'add' ? 'added' : 'removed']: 2 } }),
        not: [() => done(change(organizer, what)), () => refused(change(stranger, what))],
      };
    }),
  ],
  'album.removed': [
    async () => {
      const eventId = await makeEvent();
      const subjectId = await idOf(organizer.post(`/events/${eventId}/albums`, { name: 'Dance' }));
      const path = `/events/${eventId}/albums/${subjectId}`;
      return {
        deed: () => done(remove(organizer, path)),
        line: () => ({ by, eventId, subjectId }),
        not: [() => refused(remove(organizer, path)), () => refused(remove(stranger, path))],
      };
    },
  ],
  'photo.added': [
    async () => {
      const eventId = await makeEvent();
      const contents = [unique('photo'), unique('photo')];
      return {
        deed: () => done(sendForm(organizer, eventId, ...contents)),
        ...{ line: () => ({ by, eventId }), count: 2 },
        not: [
          () => done(sendForm(organizer, eventId, ...contents)),
          () => refused(sendForm(stranger, eventId, unique('photo'))),
        ],
      };
    },
    async () => {
      const eventId = await makeEvent();
      const [bytes, damaged] = [photoBytes(unique('photo')), photoBytes(unique('photo'))];
      const tus = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
      return {
        deed: () => done(tus.sendWhole({ name: 'a.jpg', bytes })),
        line: () => ({ by, eventId }),
        not: [
          () => done(tus.sendWhole({ name: 'a.jpg', bytes, sha256: null })), // there already
          () => refused(tus.sendWhole({ name: 'b.jpg', bytes: damaged, sha256: '0'.repeat(64) })),
          () => done(tus.begin({ name: 'b.jpg', bytes: damaged })), // not all of it has come
        ],
      };
    },
    async () => {
      const { guest, guestId, token, eventId } = await find({ rights: { upload: true } });
      const tus = new TusClient((path, init) => guest.fetch(path, init), `/guest/${token}/uploads`);
      const photo = Uint8Array.from([0xff, 0xd8, 0xff, ...Buffer.from(unique('photo'))]);
      return {
        deed: () => done(tus.sendWhole({ name: 'a.jpg', bytes: photo })),
        line: () => ({ by: byGuest(guestId), eventId }),
        not: [
          () => refused(tus.sendWhole({ name: 'a.jpg', bytes: Uint8Array.from(Buffer.from('no photo')) })),
        ],
      };
    },
  ],
  ...shelved('photo.approved', 'approve', async (eventId, photoId) => {
    await gateway.database.prisma.photo.update({ where: { id: photoId }, data: { heldAt: new Date() } });
  }),
  ...shelved('photo.refused', 'refuse', async (eventId, photoId) => {
    await gateway.database.prisma.photo.update({ where: { id: photoId }, data: { heldAt: new Date() } });
  }),
  ...shelved('photo.trashed', 'trash', async () => undefined),
  ...shelved('photo.restored', 'restore', async (eventId, photoId) => {
    await done(select(eventId, 'trash', [photoId]));
  }),
  ...shelved('photo.erased', 'erase', async (eventId, photoId) => {
    await done(select(eventId, 'trash', [photoId]));
    // whose time is over elsewhere goes along, and is nobody's deed here
    const elsewhere = await addPhoto(await makeEvent());
    await gateway.database.prisma.photo.update({
      where: { id: elsewhere },
      data: { deletedAt: new Date(Date.now() - 31 * DAY_MS) },
    });
  }),
  'photo.seen': [
    async () => {
      const { eventId, photoId } = await show();
      const see = (session: Session) => session.fetch(`/photos/${photoId}/preview`);
      return {
        deed: () => done(see(organizer)),
        line: () => ({ by, eventId }),
        not: [() => refused(see(stranger)), () => refused(fetch(`${gateway.api}/photos/${photoId}/preview`))],
      };
    },
    async () => {
      const { eventId, photoId, guest, guestId } = await find();
      const see = () => done(guest.fetch(`/photos/${photoId}/thumbnail`));
      return { deed: () => see().then(see), line: () => ({ by: byGuest(guestId), eventId }), count: 2 };
    },
    async () => {
      const { eventId, photoId, link, token, shareId } = await show();
      await done(link.fetch(`/guest/${token}/photos`));
      return {
        deed: () => done(link.fetch(`/photos/${photoId}/preview`)),
        line: () => ({ by: { actor: 'link', actorId: shareId }, eventId }),
      };
    },
  ],
  'photo.original-fetched': [
    async () => {
      const { eventId, photoId } = await show();
      const get = (session: Session) => session.fetch(`/photos/${photoId}/original`);
      return {
        deed: () => done(get(organizer)),
        line: () => ({ by, eventId }),
        not: [() => refused(get(stranger))],
      };
    },
    async () => {
      const { eventId, photoId, link, token, shareId } = await show();
      await done(link.fetch(`/guest/${token}/photos`));
      const narrow = await show({ rights: { original: false } });
      await done(link.fetch(`/guest/${narrow.token}/photos`));
      return {
        deed: () => done(link.fetch(`/photos/${photoId}/original`)),
        line: () => ({ by: { actor: 'link', actorId: shareId }, eventId }),
        not: [() => refused(link.fetch(`/photos/${narrow.photoId}/original`))],
      };
    },
  ],
  'zip.made': [
    async () => {
      const { eventId } = await show();
      const empty = await makeEvent();
      const make = (session: Session, id = eventId) => session.post(`/events/${id}/zips`, {});
      return {
        deed: () => done(make(organizer)),
        line: () => zipLine(by, eventId),
        not: [() => refused(make(organizer, empty)), () => refused(make(stranger))],
      };
    },
    async () => {
      const { eventId, guest, guestId, token } = await find();
      const make = (photoIds?: string[]) => guest.post(`/guest/${token}/zips`, { photoIds });
      return {
        deed: () => done(make()),
        line: () => zipLine(byGuest(guestId), eventId),
        not: [() => refused(make([ANY_ID]))],
      };
    },
    async () => {
      const { eventId, link, token, shareId } = await show();
      return {
        deed: () => done(link.post(`/guest/${token}/zips`, {})),
        line: () => zipLine({ actor: 'link', actorId: shareId }, eventId),
      };
    },
  ],
  'zip.fetched': [
    async () => {
      const { eventId } = await show();
      const { url } = (await (await done(organizer.post(`/events/${eventId}/zips`, {}))).json()) as Zip;
      const get = async (session: Session) => {
        const response = await session.fetch(url.replace(/^.*\/api/, ''));
        await response.arrayBuffer();
        return response;
      };
      return {
        deed: () => done(get(organizer)),
        line: async () => ({ by, eventId, subjectId: await newestZip() }),
        not: [() => refused(get(stranger))],
      };
    },
    async () => {
      const { eventId, guest, guestId, token } = await find();
      const { url } = (await (await done(guest.post(`/guest/${token}/zips`, {}))).json()) as Zip;
      const get = () =>
        guest
          .fetch(url.replace(/^.*\/api/, ''))
          .then(async (response) => (await response.arrayBuffer(), response));
      return {
        deed: () => done(get()),
        line: async () => ({ by: byGuest(guestId), eventId, subjectId: await newestZip() }),
      };
    },
    async () => {
      const { eventId, link, token, codeId } = await show();
      const { url } = (await (await done(link.post(`/guest/${token}/zips`, {}))).json()) as Zip;
      const get = () =>
        link
          .fetch(url.replace(/^.*\/api/, ''))
          .then(async (response) => (await response.arrayBuffer(), response));
      return {
        deed: () => done(get()),
        line: async () => ({ by: { actor: 'link', actorId: codeId }, eventId, subjectId: await newestZip() }),
      };
    },
  ],
  'share.made': [
    async () => {
      const eventId = await makeEvent();
      let subjectId = '';
      const make = (session: Session, more: object = {}) =>
        session.post(`/events/${eventId}/shares`, {
          scope: { kind: 'gallery' },
          password: 'champagne',
          until: null,
          approvalRequired: true,
          ...more,
        });
      return {
        async deed() {
          subjectId = await idOf(make(organizer));
        },
        line: () => ({ by, eventId, subjectId, detail: shareDetail({ password: true, approval: true }) }),
        not: [
          () => refused(make(stranger)),
          () => refused(make(organizer, { scope: { kind: 'person', personId: ANY_ID } })),
        ],
      };
    },
  ],
  'share.changed': [
    async () => {
      const { eventId, shareId } = await show();
      const change = (session: Session, body: object) => send(session, 'PATCH', `/shares/${shareId}`, body);
      return {
        deed: () => done(change(organizer, { until: null, password: 'champagne' })),
        line: () => ({
          by,
          eventId,
          subjectId: shareId,
          detail: shareDetail({ password: true, approval: false }),
        }),
        not: [
          () => refused(change(stranger, { until: null })),
          () => refused(change(organizer, { until: '2020-01-01T00:00:00Z' })),
        ],
      };
    },
  ],
  'share.revoked': [
    async () => {
      const { eventId, shareId } = await show();
      const revoke = (session: Session) => remove(session, `/shares/${shareId}`);
      return {
        deed: () => done(revoke(organizer)),
        line: () => ({ by, eventId, subjectId: shareId }),
        not: [() => done(revoke(organizer)), () => refused(revoke(stranger))],
      };
    },
  ],
  'code.made': [
    async () => {
      const { eventId, shareId } = await show();
      const make = (session: Session, more: object = {}) =>
        session.post(codesOf(shareId), { label: 'Table 1', ...more });
      return {
        deed: () => done(make(organizer)),
        line: () => ({ by, eventId, subjectId: shareId, detail: { codes: 1 } }),
        not: [
          () => refused(make(stranger)),
          () => refused(make(organizer, { until: '2020-01-01T00:00:00Z' })),
        ],
      };
    },
    async () => {
      const { eventId, shareId } = await show();
      const make = (session: Session) =>
        session.post(`${codesOf(shareId)}/batch`, { labels: ['Table 1', 'Table 2'] });
      return {
        deed: () => done(make(organizer)),
        line: () => ({ by, eventId, subjectId: shareId, detail: { codes: 2 } }),
        not: [() => refused(make(stranger))],
      };
    },
  ],
  'code.changed': [
    async () => {
      const { eventId, codeId } = await show();
      const change = (session: Session, body: object) => send(session, 'PATCH', `/codes/${codeId}`, body);
      return {
        deed: () => done(change(organizer, { label: 'Band' })),
        line: () => ({ by, eventId, subjectId: codeId }),
        not: [
          () => refused(change(stranger, { label: 'Band' })),
          () => refused(change(organizer, { until: '2020-01-01T00:00:00Z' })),
        ],
      };
    },
  ],
  'code.revoked': [
    async () => {
      const { eventId, codeId } = await show();
      const revoke = (session: Session) => remove(session, `/codes/${codeId}`);
      return {
        deed: () => done(revoke(organizer)),
        line: () => ({ by, eventId, subjectId: codeId }),
        not: [() => done(revoke(organizer)), () => refused(revoke(stranger))],
      };
    },
  ],
  'code.renewed': [
    async () => {
      const { eventId } = await show();
      const renew = (session: Session) => session.post(`/events/${eventId}/codes/renew`, {});
      return {
        deed: () => done(renew(organizer)),
        line: () => ({ by, eventId, detail: { codes: 1 } }),
        not: [() => refused(renew(stranger))],
      };
    },
  ],
  'guest.joined': [
    async () => {
      const { eventId, token, codeId, link } = await show({ maxGuests: 1 });
      return {
        deed: () => done(link.post(`/guest/${token}/join`, {})),
        line: async () => ({ by: byGuest(await newest('guest')), eventId, subjectId: codeId }),
        not: [
          () => done(link.post(`/guest/${token}/join`, { name: 'Cara' })),
          () => refused(new BrowserJar(gateway.origin).post(`/guest/${token}/join`, {})),
        ],
      };
    },
    async () => {
      const { eventId, token, codeId, link } = await show();
      return {
        deed: () => done(consent(link, token)),
        line: async () => ({ by: byGuest(await newest('guest')), eventId, subjectId: codeId }),
        along: ['guest.consented'],
        not: [() => done(consent(link, token))],
      };
    },
  ],
  'guest.consented': [consenting(true)],
  'guest.declined': [consenting(false)],
  'guest.searched': [
    async () => {
      const { eventId, token, guest, guestId } = await find();
      const nobody = new BrowserJar(gateway.origin);
      return {
        deed: () => done(selfie(guest, token)),
        line: () => ({ by: byGuest(guestId), eventId }),
        not: [() => refused(selfie(nobody, token))],
      };
    },
  ],
  'face.found-damaged': [
    async () => {
      const { eventId, photoId } = await show();
      const [face] = await gateway.database.prisma.face.findMany({ where: { photoId } });
      const read = { id: face?.id ?? '', embedding: face?.embedding ?? new Uint8Array() };
      const repairs = new FaceRepairRepository(gateway.database);
      const repair = () => repairs.embedAnew(eventId, [read], gateway.clock.now());
      return { deed: repair, line: () => ({ by: NOBODY, eventId, detail: { faces: 1 } }), not: [repair] };
    },
  ],
  'guest.corrected': [
    async () => {
      const found = await find();
      const line = {
        by: byGuest(found.guestId),
        eventId: found.eventId,
        subjectId: found.photoId,
        detail: { edit: 'notMe' },
      };
      return {
        deed: () => done(correct(found, 'not-me')),
        line: () => line,
        not: [() => refused(correct(found, 'not-me', {}, ANY_ID))],
      };
    },
    async () => {
      const found = await find();
      const subjectId = await addPhoto(found.eventId);
      await finishPhoto(gateway, subjectId, []);
      return {
        deed: () => done(correct(found, 'me', { box: [1, 1, 4, 4] }, subjectId)),
        line: () => ({
          by: byGuest(found.guestId),
          eventId: found.eventId,
          subjectId,
          detail: { edit: 'mine' },
        }),
        not: [
          () => refused(correct(found, 'me', { box: [1, 1, 4, 40] }, subjectId)),
          () => refused(correct(found, 'me', { faceId: found.faceId })),
        ],
      };
    },
    async () => {
      const { found, photoId, faceId } = await claimable();
      return {
        deed: () => done(correct(found, 'me', { faceId }, photoId)),
        line: () => ({
          by: byGuest(found.guestId),
          eventId: found.eventId,
          subjectId: photoId,
          detail: { edit: 'mineWaits' },
        }),
        not: [() => refused(correct(found, 'me', { faceId: ANY_ID }, photoId))],
      };
    },
    async () => {
      const found = await find();
      await done(correct(found, 'not-me'));
      const takeBack = (browser: BrowserJar) =>
        browser.fetch(`/guest/${found.token}/photos/${found.photoId}/word`, { method: 'DELETE' });
      return {
        deed: () => done(takeBack(found.guest)),
        line: () => ({
          by: byGuest(found.guestId),
          eventId: found.eventId,
          subjectId: found.photoId,
          detail: { edit: 'takenBack' },
        }),
        not: [() => refused(takeBack(found.link))],
      };
    },
  ],
  'guest.companion-added': [
    async () => {
      const { eventId, token, guest, guestId } = await find();
      const nobody = new BrowserJar(gateway.origin);
      return {
        deed: () => done(guest.post(`/guest/${token}/companions`, CHILD)),
        line: async () => ({
          by: byGuest(guestId),
          eventId,
          subjectId: await newest('guest'),
          detail: { version: CONSENT_VERSION, by: 'parent', keepLooking: false },
        }),
        not: [() => refused(nobody.post(`/guest/${token}/companions`, { ...CHILD, version: 'old' }))],
      };
    },
  ],
  'guest.companion-removed': [
    async () => {
      const { eventId, token, guest } = await find();
      await done(guest.post(`/guest/${token}/companions`, CHILD));
      const subjectId = await newest('guest');
      const removing = (browser: BrowserJar) =>
        browser.fetch(`/guest/${token}/companions/${subjectId}`, { method: 'DELETE' });
      return {
        deed: () => done(removing(guest)),
        line: () => ({ by: FORGOTTEN, eventId }),
        not: [() => refused(removing(new BrowserJar(gateway.origin))), () => refused(removing(guest))],
      };
    },
  ],
  'guest.forgotten': [
    async () => {
      const { eventId, token, guest } = await find();
      const forget = () => done(guest.fetch(`/guest/${token}/me`, { method: 'DELETE' }));
      return { deed: forget, line: () => ({ by: FORGOTTEN, eventId }), not: [forget] };
    },
  ],
  'guest.admitted': [answering('approve')],
  'guest.refused': [answering('refuse')],
  'objection.made': [
    async () => {
      const { eventId, codeId, ...shown } = await show();
      return {
        deed: () => done(object(shown)),
        line: async () => ({
          ...{ by: { actor: 'link', actorId: codeId }, eventId, subjectId: await newest('objection') },
          detail: { wish: 'withheld' },
        }),
        not: [() => refused(object({ ...shown, faceId: ANY_ID }))],
      };
    },
  ],
  'objection.agreed': [
    async () => {
      const { eventId, id } = await objected();
      const agree = (body: object) => organizer.post(`/events/${eventId}/objections/${id}/agree`, body);
      return {
        deed: () => done(agree({ appearance: 'blurred' })),
        line: () => ({ by, eventId, subjectId: id, detail: { appearance: 'blurred', people: 1 } }),
        not: [() => refused(agree({ appearance: 'open' }))],
      };
    },
  ],
  'objection.declined': [
    async () => {
      const { eventId, id } = await objected();
      const decline = (answer: string) =>
        organizer.post(`/events/${eventId}/objections/${id}/decline`, { answer });
      return {
        deed: () => done(decline('It is not you.')),
        line: () => ({ by, eventId, subjectId: id }),
        not: [() => refused(decline(''))],
      };
    },
  ],
  'objection.withdrawn': [
    async () => {
      const { eventId, id, token } = await objected();
      const withdraw = (address: string) =>
        fetch(`${gateway.api}/objections/${address}`, { method: 'DELETE' });
      return {
        deed: () => done(withdraw(token)),
        line: () => ({ by: { actor: 'nobody', actorId: null }, eventId, subjectId: id }),
        not: [() => refused(withdraw('x'.repeat(44)))],
      };
    },
  ],
  'objection.settings-changed': [
    async () => {
      const eventId = await makeEvent();
      const set = (body: object) => send(organizer, 'PUT', `/events/${eventId}/objections/settings`, body);
      return {
        deed: () => done(set({ withhold: false })),
        line: () => ({ by, eventId, detail: { withhold: false } }),
        not: [() => refused(set({}))],
      };
    },
  ],
  'person.changed': [
    async () => {
      const { eventId, personId } = await show();
      const change = (session: Session, body: object) => send(session, 'PATCH', `/people/${personId}`, body);
      return {
        deed: () => done(change(organizer, { name: 'Ann', hidden: true })),
        line: () => ({ by, eventId, subjectId: personId, detail: { hidden: true } }),
        not: [
          () => refused(change(stranger, { name: 'Ann' })),
          () => refused(change(organizer, { coverFaceId: ANY_ID })),
        ],
      };
    },
  ],
  'person.erased': [
    async () => {
      const { eventId, personId } = await show();
      const erase = (session: Session) => remove(session, `/people/${personId}/faces`);
      return {
        deed: () => done(erase(organizer)),
        line: () => ({ by, eventId, subjectId: personId, detail: { faces: 1, guests: 0 } }),
        not: [() => refused(erase(stranger))],
      };
    },
  ],
  'person.merged': [
    async () => {
      const { eventId, personId } = await show();
      const other = await makePerson(gateway, eventId);
      const merge = (session: Session, id = other) =>
        session.post(`/people/${personId}/merge`, { personIds: [id] });
      return {
        deed: () => done(merge(organizer)),
        line: () => ({ by, eventId, subjectId: personId }),
        not: [() => refused(merge(stranger)), () => refused(merge(organizer, ANY_ID))],
      };
    },
  ],
  'person.parted': [
    async () => {
      const { eventId, personId, faceId } = await show();
      const photoId = await addPhoto(eventId);
      const [another = ''] = await finishPhoto(gateway, photoId, [{ k: 1, personId }]);
      const part = (session: Session, ...faceIds: string[]) =>
        session.post(`/people/${personId}/split`, { faceIds });
      return {
        deed: () => done(part(organizer, another)),
        line: () => ({ by, eventId, subjectId: personId }),
        not: [() => refused(part(stranger, faceId)), () => refused(part(organizer, faceId))],
      };
    },
  ],
  'person.undone': [
    async () => {
      const { eventId, personId } = await show();
      await done(send(organizer, 'PATCH', `/people/${personId}`, { name: 'Ann' }));
      const undo = (session: Session) => session.post(`/events/${eventId}/people/undo`, {});
      return {
        deed: () => done(undo(organizer)),
        line: () => ({ by, eventId, detail: { edit: 'name' } }),
        not: [() => refused(undo(organizer)), () => refused(undo(stranger))],
      };
    },
    async () => {
      const found = await find();
      const { eventId } = found;
      await done(correct(found, 'not-me'));
      const editId = await historyOf(eventId);
      const undo = (session: Session) => session.post(`/events/${eventId}/people/history/${editId}/undo`, {});
      return {
        deed: () => done(undo(organizer)),
        line: () => ({ by, eventId, detail: { edit: 'notMe' } }),
        not: [() => refused(undo(organizer)), () => refused(undo(stranger))],
      };
    },
  ],
  'import.started': [
    async () => {
      await connectDrive();
      const eventId = await makeEvent();
      let subjectId = '';
      const start = (session: Session, folderId = 'folder_1234') =>
        session.post(`/events/${eventId}/drive-imports`, { folderId });
      return {
        async deed() {
          subjectId = await idOf(start(organizer));
        },
        line: () => ({ by, eventId, subjectId }),
        not: [
          () => done(start(organizer)),
          () => refused(start(organizer, 'none')),
          () => refused(start(stranger)),
        ],
      };
    },
  ],
  'import.finished': [
    ...[null, 'Drive does not show us this folder.'].map((error) => async () => {
      await connectDrive();
      const eventId = await makeEvent();
      const subjectId = await idOf(
        organizer.post(`/events/${eventId}/drive-imports`, { folderId: 'folder_1234' }),
      );
      const finish = () => new DriveImportRepository(gateway.database).finish(subjectId, error);
      const counts = { found: 0, waiting: 0, imported: 0, duplicate: 0, skipped: 0, failed: 0 };
      return {
        deed: finish,
        line: () => ({ by, eventId, subjectId, detail: { stopped: error !== null, ...counts } }),
        not: [finish],
      };
    }),
  ],
  'export.started': [
    async () => {
      await connectDrive();
      const eventId = await makeEvent();
      let subjectId = '';
      const start = (session: Session, more: object = {}) =>
        session.post(`/events/${eventId}/drive-exports`, { kind: 'event', ...more });
      return {
        async deed() {
          subjectId = await idOf(start(organizer));
        },
        line: () => ({ by, eventId, subjectId, detail: { kind: 'event' } }),
        not: [
          () => done(start(organizer)),
          () => refused(start(stranger)),
          () => refused(start(organizer, { kind: 'album', subjectId: ANY_ID })),
        ],
      };
    },
    async () => {
      const found = await find();
      let subjectId = '';
      const start = (browser: BrowserJar) => browser.post(`/guest/${found.token}/drive/exports`, {});
      await refused(start(found.guest));
      await connectDriveOf(found);
      return {
        async deed() {
          subjectId = await idOf(start(found.guest));
        },
        line: () => ({
          by: byGuest(found.guestId),
          eventId: found.eventId,
          subjectId,
          detail: { kind: 'guest' },
        }),
        not: [() => done(start(found.guest)), () => refused(start(found.link))],
      };
    },
  ],
  'export.finished': [
    async () => {
      await connectDrive();
      const eventId = await makeEvent();
      const subjectId = await idOf(organizer.post(`/events/${eventId}/drive-exports`, { kind: 'event' }));
      const finish = () => new DriveExportRepository(gateway.database).finish(subjectId, null);
      return {
        deed: finish,
        line: () => ({
          by,
          eventId,
          subjectId,
          detail: expect.objectContaining({ stopped: false, photos: 0 }) as AuditDetail,
        }),
        not: [finish],
      };
    },
    async () => {
      const found = await find();
      await connectDriveOf(found);
      const subjectId = await idOf(found.guest.post(`/guest/${found.token}/drive/exports`, {}));
      const finish = () =>
        new DriveExportRepository(gateway.database).finish(subjectId, 'The connection has ended.');
      const detail = expect.objectContaining({ stopped: true, photos: 1 }) as AuditDetail;
      return {
        deed: finish,
        line: () => ({ by: byGuest(found.guestId), eventId: found.eventId, subjectId, detail }),
        not: [finish],
      };
    },
  ],
  'person.claim-accepted': [
    async () => {
      const { found, photoId, faceId } = await claimable();
      const { eventId } = found;
      await done(correct(found, 'me', { faceId }, photoId));
      const editId = await historyOf(eventId);
      const accept = (session: Session) =>
        session.post(`/events/${eventId}/people/history/${editId}/accept`, {});
      return {
        deed: () => done(accept(organizer)),
        line: () => ({ by, eventId, detail: { edit: 'mine' } }),
        not: [() => refused(accept(organizer)), () => refused(accept(stranger))],
      };
    },
  ],
  'mirror.made': [
    async () => {
      const { path, wish } = await mirrorOf();
      const eventId = path.split('/')[2] ?? '';
      let subjectId = '';
      return {
        async deed() {
          subjectId = await idOf(
            organizer.post(path, {
              direction: 'fromDrive',
              folder: { id: unique('folder_1234'), name: 'Party' },
            }),
          );
        },
        line: () => ({ by, eventId, subjectId, detail: { direction: 'fromDrive' } }),
        not: [() => refused(organizer.post(path, wish)), () => refused(stranger.post(path, wish))],
      };
    },
  ],
  'mirror.changed': [
    async () => {
      const { eventId, path, id } = await mirrorOf();
      const tell = (session: Session, command: string) =>
        send(session, 'PATCH', `${path}/${id}`, { command });
      return {
        deed: () => done(tell(organizer, 'pause')),
        line: () => ({ by, eventId, subjectId: id, detail: { command: 'pause' } }),
        not: [() => refused(tell(organizer, 'check')), () => refused(tell(stranger, 'run'))],
      };
    },
  ],
  'mirror.removed': [
    async () => {
      const { eventId, path, id } = await mirrorOf();
      const end = (session: Session) => remove(session, `${path}/${id}`);
      return {
        deed: () => done(end(organizer)),
        line: () => ({ by, eventId, subjectId: id }),
        not: [() => refused(end(organizer)), () => refused(end(stranger))],
      };
    },
  ],
  'mirror.undone': [
    async () => {
      const { eventId, path, id } = await mirrorOf();
      const item = await gateway.database.prisma.driveMirrorItem.create({
        data: { mirrorId: id, origin: 'drive' },
      });
      await new DriveMirrorLineRepository(gateway.database).note(id, [
        { itemId: item.id, kind: 'leave', name: 'a.jpg' },
      ]);
      const { lines } = (await (await done(organizer.fetch(`${path}/${id}/lines`))).json()) as {
        lines: { id: string }[];
      };
      const undo = (session: Session) => session.post(`${path}/${id}/lines/${lines[0]?.id ?? ''}/undo`, {});
      return {
        deed: () => done(undo(organizer)),
        line: () => ({ by, eventId, subjectId: id }),
        not: [() => refused(undo(organizer)), () => refused(undo(stranger))],
      };
    },
  ],
  'privacy.controller-named': [
    async () => {
      const name = (session: Session, more: object = {}) =>
        send(session, 'PUT', '/admin/privacy', { name: 'Ada', contact: 'ada@example.org', ...more });
      return {
        deed: () => done(name(admin)),
        line: () => ({ by: byAdmin }),
        not: [() => refused(name(organizer)), () => refused(name(admin, { contact: ' ' }))],
      };
    },
  ],
  'google-setup.changed': [
    async () => {
      const client = { clientId: drive.oauth.clientId, clientSecret: drive.oauth.clientSecret };
      const enter = (session: Session, more: object = {}) =>
        send(session, 'PUT', '/google/client', { ...client, ...more });
      return {
        deed: () => done(enter(admin)),
        line: () => ({ by: byAdmin }),
        not: [
          () => refused(enter(organizer)),
          () => refused(enter(admin, { clientSecret: 'not the secret' })),
        ],
      };
    },
    async () => {
      const key = drive.oauth.services.add();
      const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      const enter = (session: Session, more: object = {}) =>
        send(session, 'PUT', '/google/service-account', { key: JSON.stringify({ ...key, ...more }) });
      return {
        deed: () => done(enter(admin)),
        line: () => ({ by: byAdmin }),
        not: [() => refused(enter(organizer)), () => refused(enter(admin, { private_key: privateKey }))],
      };
    },
    ...['client', 'service-account'].map((what) => async () => {
      const take = (session: Session) => remove(session, `/google/${what}`);
      return {
        deed: () => done(take(admin)),
        line: () => ({ by: byAdmin }),
        not: [() => refused(take(organizer))],
      };
    }),
  ],
  'job.retried': [
    async () => {
      const eventId = await makeEvent();
      const connection = { url: gateway.env.REDIS_URL };
      const queue = new Queue('cluster', { connection, prefix: QUEUE_PREFIX });
      const worker = new Worker('cluster', () => Promise.reject(new UnrecoverableError('no memory')), {
        connection,
        prefix: QUEUE_PREFIX,
      });
      const job = await queue.add('cluster', { eventId });
      await expect.poll(() => job.isFailed()).toBe(true);
      await worker.close();
      await queue.close();
      const retry = (session: Session) => session.post(`/admin/queues/cluster/failures/${job.id}/retry`, {});
      return {
        deed: () => done(retry(admin)),
        line: () => ({ by: byAdmin, subjectId: eventId, detail: { queue: 'cluster' } }),
        not: [() => refused(retry(admin)), () => refused(retry(organizer))],
      };
    },
  ],
  'share-defaults.changed': [
    async () => {
      const set = (session: Session) => send(session, 'PUT', '/admin/share-defaults', SAFE_SHARE_DEFAULTS);
      const detail = {
        rights: 'view selfie preview original zip',
        days: 90,
        approval: false,
        watermark: false,
        hideLocation: true,
      };
      return {
        deed: () => done(set(admin)),
        line: () => ({ by: byAdmin, detail }),
        not: [() => refused(set(organizer))],
      };
    },
  ],
};

/** What organizers do with photos that they chose: one that is not there for it is none. */
function shelved<A extends AuditAction>(
  action: A,
  path: string,
  prepare: (eventId: string, photoId: string) => Promise<void>,
): Record<A, Act[]> {
  const act: Act = async () => {
    const eventId = await makeEvent();
    const [photoId, other] = [await addPhoto(eventId), await addPhoto(eventId)];
    for (const id of [photoId, other]) await prepare(eventId, id);
    return {
      deed: () => done(select(eventId, path, [photoId])),
      line: () => ({ by, eventId, detail: { photos: 1 } }),
      not: [
        () => done(select(eventId, path, [photoId])),
        () => done(select(eventId, path, [ANY_ID])),
        () => refused(select(eventId, path, [other], stranger)),
      ],
    };
  };
  return { [action]: [act] } as Record<A, Act[]>;
}
function consenting(accepted: boolean): Act {
  return async () => {
    const { eventId, token, link } = await show({ password: 'champagne' });
    await done(link.post(`/guest/${token}/password`, { password: 'champagne' }));
    await done(link.post(`/guest/${token}/join`, {}));
    return {
      deed: () => done(consent(link, token, accepted)),
      line: async () => ({
        by: byGuest(await newest('guest')),
        eventId,
        detail: { version: CONSENT_VERSION, ...(accepted && { keepLooking: false }) },
      }),
      not: [
        () => refused(consent(new BrowserJar(gateway.origin), token, accepted)),
        () => done(consent(link, token, !accepted)),
      ],
    };
  };
}
function answering(word: 'approve' | 'refuse'): Act {
  return async () => {
    const { eventId, guestId } = await find();
    const answer = (session: Session, id = guestId) => session.post(`/guests/${id}/${word}`, {});
    return {
      deed: () => done(answer(organizer)),
      line: () => ({ by, eventId, subjectId: guestId }),
      not: [() => refused(answer(stranger)), () => refused(answer(organizer, ANY_ID))],
    };
  };
}
/** A face of somebody else whom the event knows. */
async function claimable(): Promise<{ found: Found; photoId: string; faceId: string }> {
  const found = await find();
  const photoIds = [await addPhoto(found.eventId), await addPhoto(found.eventId)];
  const personId = await makePerson(gateway, found.eventId);
  const faces = [];
  for (const photoId of photoIds) faces.push(...(await finishPhoto(gateway, photoId, [{ k: 2, personId }])));
  return { found, photoId: photoIds[0] ?? '', faceId: faces[0] ?? '' };
}
const newestZip = async (): Promise<string> =>
  (await gateway.database.prisma.zip.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })).id;
async function zipLine(who: AuditSubject, eventId: string): Promise<Line> {
  return { by: who, eventId, subjectId: await newestZip(), detail: { photos: 1 } };
}
function shareDetail(more: AuditDetail): AuditDetail {
  return {
    scope: 'gallery',
    rights: 'view selfie preview original zip',
    until: 'never',
    watermark: false,
    hideLocation: true,
    ...more,
  };
}

/** All lines that the work left. */
async function linesOf(work: () => Promise<unknown>) {
  const { prisma } = gateway.database;
  const log = gateway.app.get(AuditLog, { strict: false });
  await log.flush();
  await prisma.auditLine.deleteMany();
  await work();
  await log.flush();
  return prisma.auditLine.findMany();
}

test('the table has every action', () => {
  expect(
    Object.entries(TABLE)
      .filter(([, acts]) => acts.length > 0)
      .map(([action]) => action)
      .sort(),
  ).toEqual([...auditActionSchema.options].sort());
});

const ACTS = Object.entries(TABLE).flatMap(([action, acts]) =>
  acts.map((act, nth) => [action as AuditAction, nth + 1, act] as const),
);

test.each(ACTS)(
  '%s (%i) is told once, with who did it and to what, and not when it was not done',
  async (action, _, act) => {
    const { deed, line, count = 1, along = [], not = [] } = await act();
    const lines = await linesOf(deed);
    expect(lines.map((one) => one.action).sort()).toEqual([action, ...along].sort());
    const { by: who, eventId = null, subjectId = null, detail = {} } = await line();
    expect(lines.find((one) => one.action === action)).toMatchObject({
      ...who,
      eventId,
      subjectId,
      count,
      detail,
    });
    expect(lines.find((one) => one.action === action)?.detail).toEqual(detail);
    for (const nothing of not) {
      const told = await linesOf(nothing);
      expect(told.filter((one) => one.action === action)).toEqual([]);
    }
  },
);
