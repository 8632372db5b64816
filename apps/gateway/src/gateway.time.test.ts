/* Every period of the gateway, asked about a moment before its end, at it, and a moment after. The lengths stand here as
   people are told them, and are not taken from the code. */
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditPageSchema } from '@visage/contracts/audit.contract';
import { collaboratorAddedSchema } from '@visage/contracts/collaborator.contract';
import { driveConsentSchema } from '@visage/contracts/drive-account.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { photoCountSchema, photoPageSchema, photoUploadsSchema } from '@visage/contracts/photo.contract';
import {
  openSessionsSchema,
  sessionSchema,
  type Session as SignedSession,
} from '@visage/contracts/session.contract';
import { shareCodeSchema, shareSchema, viewAsSchema, type Share } from '@visage/contracts/share.contract';
import { passwordLinkSchema, userMadeSchema } from '@visage/contracts/user.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { driveScopeOf } from '@visage/access/access.drive';
import { EventListing } from '@visage/database/event/event.listing';
import { PasswordLinkRepository } from '@visage/database/user/password-link.repository';
import { SessionRepository } from '@visage/database/user/session.repository';
import { OpenTransaction } from '@visage/database/testing/open.transaction';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import { REDIS, STORE } from '@visage/host/host.token';
import { Principals } from '@visage/host/principals';
import { originalKey, uploadKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { photoBytes } from '@visage/testing/photo.bytes';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AuditLog, NOBODY } from './audit/audit.log.js';
import { AuditSweep } from './audit/audit.sweep.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { ProblemError } from './http/problem.error.js';
import { RateLimit } from './limit/rate.limit.js';
import * as rateSettings from './limit/rate.settings.js';
import { PhotoErase } from './photo/photo.erase.js';
import type { HourlySweep } from './platform/hourly.sweep.js';
import { RetentionSweep } from './retention/retention.sweep.js';
import { SessionSweep } from './session/session.sweep.js';
import { settingsOf } from './testing/drive.settings.js';
import { BrowserJar } from './testing/browser.jar.js';
import {
  PASSWORD,
  postJson,
  startGateway,
  type GatewayFixture,
  type Session,
} from './testing/gateway.fixture.js';
import { locationOf, TusClient } from './testing/tus.client.js';
import { DIMENSIONS, embeddingOf, finishPhoto } from './testing/worker.stand-in.js';
import { TrashService } from './trash/trash.service.js';
import { UploadSweep } from './upload/upload.sweep.js';
import { ZipSweep } from './zip/zip.sweep.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let drive: DriveServer;
let gateway: GatewayFixture;
let eventId: string;
let photoId: string;
let signedIn: Session;
let signedInAt = 0;

beforeAll(async () => {
  drive = await startDriveServer();
  gateway = await startGateway(settingsOf(drive));
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('admin@example.org', 'admin');
  eventId = await makeEvent();
  // its faces last, however far the clock goes
  await gateway.database.prisma.event.update({
    where: { id: eventId },
    data: { keptFrom: new Date('2100-01-01') },
  });
  photoId = await addPhoto('dance.jpg');
});
afterAll(async () => {
  await gateway.stop();
  await drive.stop();
});
beforeEach(wholeSecond);

/** Time stands still from here on. Tokens count in seconds, so periods begin with one. */
async function wholeSecond(): Promise<void> {
  await gateway.clock.set(new Date(Math.ceil((gateway.clock.now().getTime() + 1) / SECOND) * SECOND));
}
const inMs = (ms: number): string => new Date(gateway.clock.now().getTime() + ms).toISOString();

/** Signed in a moment ago: whoever waits for days has to do that again. */
async function organizer(): Promise<Session> {
  if (gateway.clock.now().getTime() - signedInAt > MINUTE) {
    signedIn = await gateway.signIn('organizer@example.org');
    signedInAt = gateway.clock.now().getTime();
  }
  return signedIn;
}
const signIn = async (email = 'organizer@example.org'): Promise<SignedSession> =>
  sessionSchema.parse(await (await postJson(`${gateway.api}/session`, { email, password: PASSWORD })).json());
const patch = async (path: string, body: object): Promise<Response> =>
  (await organizer()).fetch(path, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const sweep = (Sweep: abstract new (...args: never[]) => HourlySweep): Promise<void> =>
  gateway.app.get<HourlySweep>(Sweep, { strict: false }).sweep();

async function statusOf(asked: Response | Promise<Response>): Promise<number> {
  const response = await asked;
  await response.arrayBuffer();
  return response.status;
}

async function makeEvent(): Promise<string> {
  return eventSchema.parse(await (await (await organizer()).post('/events', { name: 'Wedding' })).json()).id;
}

async function addPhoto(name: string): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(`bytes of ${name}`)]), name);
  const sent = await (await organizer()).fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  const id = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, id, []);
  return id;
}

async function share(
  input: object = {},
): Promise<{ made: Share; codeId: string; shortCode: string; token: string }> {
  const made = shareSchema.parse(
    await (
      await (await organizer()).post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' }, ...input })
    ).json(),
  );
  const [code] = made.codes;
  return {
    made,
    codeId: code?.id ?? '',
    shortCode: code?.shortCode ?? '',
    token: code?.url.split('/g/')[1] ?? '',
  };
}

async function guestBehind(token: string): Promise<{ browser: BrowserJar; guestId: string }> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  const guest = await gateway.database.prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return { browser, guestId: guest.id };
}

/** Whether anything may go into the guest's Drive. */
async function mayFlow(guestId: string): Promise<boolean> {
  const guest = await gateway.app.get(Principals).find({ kind: 'guest', id: guestId }, []);
  const place = { eventId, organizerId: '' };
  return guest !== null && driveScopeOf(guest, place, gateway.clock.now()).kind !== 'none';
}

interface Period {
  what: string;
  lasts: number;
  /** What is answered until its end, and what from then on. */
  during?: unknown;
  after?: unknown;
  /** Its last moment belongs to it. */
  withEnd?: boolean;
  /** @returns the question. */
  begin(): Promise<() => Promise<unknown>>;
}

function testPeriods(periods: Period[]): void {
  test.each(periods.map((period) => [period.what, period] as const))(
    '%s',
    async (_what, { lasts, during = true, after = false, withEnd = false, begin }) => {
      const answers: unknown[] = [];
      for (const moment of [-1, 0, 1]) {
        await wholeSecond();
        const began = gateway.clock.now().getTime();
        const ask = await begin();
        await gateway.clock.set(new Date(began + lasts + moment));
        answers.push(await ask());
      }
      expect(answers).toEqual([during, withEnd ? during : after, after]);
    },
  );
}

describe('sessions', () => {
  const renew = (refreshToken: string | null): Promise<Response> =>
    postJson(`${gateway.api}/session/renew`, { refreshToken });
  const asked = (token: string): Promise<number> =>
    statusOf(fetch(`${gateway.api}/session`, { headers: { authorization: `Bearer ${token}` } }));

  testPeriods([
    {
      ...{ what: 'who signed in is known for fifteen minutes', lasts: 15 * MINUTE, during: 200, after: 401 },
      begin: async () => {
        const { token } = await signIn();
        return () => asked(token);
      },
    },
    {
      ...{ what: 'by the cookie, too', lasts: 15 * MINUTE, during: 200, after: 401 },
      begin: async () => {
        const browser = new BrowserJar(gateway.origin);
        await browser.post('/session', { email: 'organizer@example.org', password: PASSWORD });
        return () => statusOf(browser.fetch('/session'));
      },
    },
    {
      ...{
        what: 'whoever renews is known for another fifteen minutes',
        lasts: 24 * MINUTE,
        during: 200,
        after: 401,
      },
      begin: async () => {
        const { refreshToken } = await signIn();
        await gateway.clock.advance(9 * MINUTE);
        const { token } = sessionSchema.parse(await (await renew(refreshToken)).json());
        return () => asked(token);
      },
    },
    {
      ...{
        what: 'a second tab may bring the same refresh token for twenty seconds',
        lasts: 20 * SECOND,
        withEnd: true,
      },
      begin: async () => {
        const { refreshToken } = await signIn();
        await renew(refreshToken);
        return async () => (await renew(refreshToken)).ok;
      },
    },
    {
      ...{ what: 'a session can be renewed for thirty days', lasts: 30 * DAY },
      begin: async () => {
        const { refreshToken } = await signIn();
        return async () => (await renew(refreshToken)).ok;
      },
    },
    {
      ...{ what: 'and was renewed yesterday: it is thirty days all the same', lasts: 30 * DAY },
      begin: async () => {
        const { refreshToken } = await signIn();
        await gateway.clock.advance(29 * DAY);
        const next = sessionSchema.parse(await (await renew(refreshToken)).json()).refreshToken;
        return async () => (await renew(next)).ok;
      },
    },
    {
      ...{
        what: 'an access token made in the last minutes ends with its session',
        lasts: 30 * DAY,
        during: 200,
        after: 401,
      },
      begin: async () => {
        const { refreshToken, expiresAt } = await signIn();
        const end = Date.parse(expiresAt) - 15 * MINUTE + 30 * DAY;
        await gateway.clock.advance(30 * DAY - 5 * MINUTE);
        const renewed = sessionSchema.parse(await (await renew(refreshToken)).json());
        expect(Date.parse(renewed.expiresAt)).toBe(end);
        return () => asked(renewed.token);
      },
    },
    {
      ...{ what: 'a session is found for thirty days, whatever its token says', lasts: 30 * DAY },
      begin: async () => {
        await signIn();
        const { id } = await gateway.database.prisma.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
        return async () =>
          (await new SessionRepository(gateway.database).findLive(id, gateway.clock.now())) !== null;
      },
    },
    {
      ...{ what: 'and is in the list of where somebody is signed in', lasts: 30 * DAY },
      begin: async () => {
        await signIn();
        const { id } = await gateway.database.prisma.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
        return async () => {
          const list = await (await organizer()).fetch('/session/all');
          return openSessionsSchema.parse(await list.json()).sessions.some((session) => session.id === id);
        };
      },
    },
    {
      ...{ what: 'and is cleared away after them', lasts: 30 * DAY },
      begin: async () => {
        await signIn();
        const { id } = await gateway.database.prisma.session.findFirstOrThrow({ orderBy: { id: 'desc' } });
        return async () => {
          await sweep(SessionSweep);
          return (await gateway.database.prisma.session.count({ where: { id } })) === 1;
        };
      },
    },
  ]);

  test('the cookies last as long as what they hold', async () => {
    const signedIn = await new BrowserJar(gateway.origin).post('/session', {
      email: 'organizer@example.org',
      password: PASSWORD,
    });
    const ages = signedIn.headers
      .getSetCookie()
      .map((line) => /^([^=]+)=.*Max-Age=(\d+)/.exec(line)?.slice(1));
    expect(Object.fromEntries(ages.map((age) => age ?? []))).toEqual({
      visage_session: '900',
      visage_refresh: String((30 * DAY) / SECOND),
    });
    expect(sessionSchema.parse(await signedIn.json()).expiresAt).toBe(inMs(15 * MINUTE));
  });

  test('a token says when it was made', async () => {
    const { token } = await signIn();
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ iat: gateway.clock.now().getTime() / SECOND });
  });

  test('a new password ends the sessions from before it, and not one begun in the same moment', async () => {
    const users = new UserRepository(gateway.database);
    const sessions = new SessionRepository(gateway.database);
    const userId = await gateway.addUser('claire@example.org', 'organizer');
    const at = gateway.clock.now();
    const expiresAt = new Date(at.getTime() + DAY);
    const open = (ms: number) =>
      sessions.open(
        { userId, agent: '', createdAt: new Date(at.getTime() + ms), expiresAt },
        new Uint8Array(randomBytes(32)),
      );
    const [before, within] = [await open(-1), await open(0)];
    await users.setPassword(userId, 'hash', at);
    expect(await sessions.findLive(before.id, at)).toBeNull();
    expect((await sessions.findLive(within.id, at))?.session.id).toBe(within.id);
    expect((await sessions.listLive(userId, at)).map(({ id }) => id)).toEqual([within.id]);
  });

  test('a new account can sign in at once, also where this clock is behind that of the database', async () => {
    const userId = await gateway.addUser('dora@example.org', 'organizer');
    const at = new Date(Date.now() - MINUTE);
    const session = { userId, agent: '', createdAt: at, expiresAt: new Date(at.getTime() + DAY) };
    const { id } = await new SessionRepository(gateway.database).open(
      session,
      new Uint8Array(randomBytes(32)),
    );
    expect((await new SessionRepository(gateway.database).findLive(id, at))?.user.id).toBe(userId);
  });
});

describe('links that set a password', () => {
  const tokenOf = (url: string): string => url.split('#')[1] ?? '';
  async function linkOfNewUser(): Promise<{ token: string; userId: string }> {
    const admin = await gateway.signIn('admin@example.org');
    const body = { email: `${randomUUID()}@example.org`, name: 'New', role: 'organizer' };
    const { user, passwordLink } = userMadeSchema.parse(
      await (await admin.post('/admin/users', body)).json(),
    );
    return { token: tokenOf(passwordLink?.url ?? ''), userId: user.id };
  }
  const look = (token: string): Promise<number> => statusOf(fetch(`${gateway.api}/password-links/${token}`));

  testPeriods([
    {
      ...{
        what: 'of a new account show whose it is for three days',
        lasts: 3 * DAY,
        during: 200,
        after: 404,
      },
      begin: async () => {
        const { token } = await linkOfNewUser();
        return () => look(token);
      },
    },
    {
      ...{ what: 'and set the password for three days', lasts: 3 * DAY, during: 204, after: 404 },
      begin: async () => {
        const { token } = await linkOfNewUser();
        return () => statusOf(postJson(`${gateway.api}/password-links/${token}`, { password: PASSWORD }));
      },
    },
    {
      ...{ what: 'also where their time is over while the password is being hashed', lasts: 3 * DAY },
      begin: async () => {
        const { userId } = await linkOfNewUser();
        const { id } = await gateway.database.prisma.passwordLink.findFirstOrThrow({ where: { userId } });
        return () => new PasswordLinkRepository(gateway.database).use(id, 'hash', gateway.clock.now());
      },
    },
    {
      ...{ what: 'made anew last three days from then on', lasts: 5 * DAY, during: 200, after: 404 },
      begin: async () => {
        const { userId } = await linkOfNewUser();
        await gateway.clock.advance(2 * DAY);
        const admin = await gateway.signIn('admin@example.org');
        const { url } = passwordLinkSchema.parse(
          await (await admin.post(`/admin/users/${userId}/password-link`, {})).json(),
        );
        return () => look(tokenOf(url));
      },
    },
    {
      ...{ what: 'of somebody who is to help with an event, too', lasts: 3 * DAY, during: 200, after: 404 },
      begin: async () => {
        const body = { email: `${randomUUID()}@example.org`, name: 'Helper' };
        const added = await (await organizer()).post(`/events/${eventId}/collaborators`, body);
        const { passwordLink } = collaboratorAddedSchema.parse(await added.json());
        expect(passwordLink?.expiresAt).toBe(inMs(3 * DAY));
        return () => look(tokenOf(passwordLink?.url ?? ''));
      },
    },
  ]);

  test('open nothing for an account that was switched off', async () => {
    const { token, userId } = await linkOfNewUser();
    expect(await look(token)).toBe(200);
    await gateway.database.prisma.user.update({
      where: { id: userId },
      data: { disabledAt: gateway.clock.now() },
    });
    expect(await look(token)).toBe(404);
    expect(await statusOf(postJson(`${gateway.api}/password-links/${token}`, { password: PASSWORD }))).toBe(
      404,
    );
  });
});

describe('uploads', () => {
  const bytesOf = (name: string): Uint8Array<ArrayBuffer> => photoBytes(`upload ${name} ${randomUUID()}`);
  const client = async (): Promise<TusClient> => {
    const session = await organizer();
    return new TusClient((path, init) => session.fetch(path, init), `/events/${eventId}/uploads`);
  };
  const idOf = (location: string): string => location.split('/').at(-1) ?? '';
  async function begin(): Promise<{ location: string; name: string; bytes: Uint8Array<ArrayBuffer> }> {
    const name = `${randomUUID()}.jpg`;
    const bytes = bytesOf(name);
    return { location: locationOf(await (await client()).begin({ name, bytes })), name, bytes };
  }
  /** All bytes are there, and whoever was to take them in has died. */
  async function arrive(): Promise<string> {
    const { location, name, bytes } = await begin();
    await writeFile(join(gateway.env.STORAGE_DIR ?? '', uploadKey(eventId, idOf(location))), bytes);
    return name;
  }
  const isPhoto = async (name: string): Promise<boolean> =>
    (await gateway.database.prisma.photo.count({ where: { eventId, fileName: name } })) === 1;
  const askedAfterSweep = async (location: string): Promise<number> => {
    await sweep(UploadSweep);
    return (await (await client()).ask(location)).status;
  };

  testPeriods([
    {
      ...{
        what: 'that broke off can go on for three days',
        lasts: 3 * DAY,
        withEnd: true,
        during: 200,
        after: 404,
      },
      begin: async () => {
        const { location } = await begin();
        return () => askedAfterSweep(location);
      },
    },
    {
      ...{
        what: 'go on for three days from the last part of them',
        lasts: 5 * DAY,
        withEnd: true,
        during: 200,
        after: 404,
      },
      begin: async () => {
        const { location, bytes } = await begin();
        await gateway.clock.advance(2 * DAY);
        await (await client()).send(location, bytes, 0, 5);
        return () => askedAfterSweep(location);
      },
    },
    {
      ...{
        what: 'that are whole are left alone for ten minutes, then taken in',
        lasts: 10 * MINUTE,
        withEnd: true,
        during: false,
        after: true,
      },
      begin: async () => {
        const name = await arrive();
        return async () => {
          await sweep(UploadSweep);
          return isPhoto(name);
        };
      },
    },
    {
      ...{
        what: 'that are whole are taken in within three days, then given up',
        lasts: 3 * DAY,
        withEnd: true,
      },
      begin: async () => {
        const name = await arrive();
        return async () => {
          await sweep(UploadSweep);
          return isPhoto(name);
        };
      },
    },
    {
      ...{ what: 'tell for a day how they ended', lasts: DAY, withEnd: true, during: 200, after: 404 },
      begin: async () => {
        const { location, bytes } = await begin();
        await (await client()).send(location, bytes, 0);
        return () => askedAfterSweep(location);
      },
    },
  ]);
});

describe('the trash', () => {
  const select = async (what: string, id: string): Promise<number> =>
    photoCountSchema.parse(
      await (await (await organizer()).post(`/events/${eventId}/photos/${what}`, { photoIds: [id] })).json(),
    ).photos;
  const restoredAfterSweep = async (id: string): Promise<number> => {
    await sweep(PhotoErase);
    return select('restore', id);
  };

  testPeriods([
    {
      ...{ what: 'gives a photo back for thirty days', lasts: 30 * DAY, withEnd: true, during: 1, after: 0 },
      begin: async () => {
        const id = await addPhoto(`${randomUUID()}.jpg`);
        expect(await select('trash', id)).toBe(1);
        return () => restoredAfterSweep(id);
      },
    },
    {
      ...{ what: 'and one that was refused', lasts: 30 * DAY, withEnd: true, during: 1, after: 0 },
      begin: async () => {
        const id = await addPhoto(`${randomUUID()}.jpg`);
        await gateway.database.prisma.photo.update({ where: { id }, data: { heldAt: gateway.clock.now() } });
        expect(await select('refuse', id)).toBe(1);
        return () => restoredAfterSweep(id);
      },
    },
    {
      ...{
        what: 'gives an event back for thirty days',
        lasts: 30 * DAY,
        withEnd: true,
        during: 204,
        after: 404,
      },
      begin: async () => {
        const id = await makeEvent();
        expect(await statusOf((await organizer()).fetch(`/events/${id}`, { method: 'DELETE' }))).toBe(204);
        return async () => {
          await sweep(TrashService);
          return statusOf((await organizer()).post(`/trash/events/${id}/restore`, {}));
        };
      },
    },
  ]);
});

test('an event whose time in the trash is over is erased once, and not again every hour', async () => {
  const id = await makeEvent();
  await (await organizer()).fetch(`/events/${id}`, { method: 'DELETE' });
  await gateway.clock.advance(30 * DAY + 1);
  const leaving = async (): Promise<boolean> =>
    (await new TrashRepository(gateway.database).leavingEvents(gateway.clock.now())).includes(id);
  const before = await leaving();
  await sweep(TrashService);
  expect([before, await leaving()]).toEqual([true, false]);
});

test('an event that is brought back just when it would be erased is whole', async () => {
  const id = await makeEvent();
  const { database, clock } = gateway;
  const store = gateway.app.get<ObjectStore>(STORE);
  const key = originalKey(id, 'a'.repeat(64));
  await store.put(key, Buffer.from('photo'));
  await (await organizer()).fetch(`/events/${id}`, { method: 'DELETE' });
  await clock.advance(30 * DAY + 1);
  const restoring = await OpenTransaction.begin(database.url);
  await restoring.run('update "Event" set "deletedAt" = null where id = $1', [id]);
  const swept = sweep(TrashService);
  expect(await restoring.holdsBack(swept)).toBe(true);
  await restoring.commit();
  await swept;
  expect(await database.prisma.event.findUnique({ where: { id } })).toMatchObject({ erasedAt: null });
  expect(await store.head(key)).not.toBeNull();
});

describe('downloads', () => {
  const order = async (): Promise<string> =>
    zipSchema
      .parse(
        await (await (await organizer()).post(`/events/${eventId}/zips`, { photoIds: [photoId] })).json(),
      )
      .url.replace('/api', '');

  testPeriods([
    {
      ...{ what: 'can be fetched for a day', lasts: DAY, during: 200, after: 410 },
      begin: async () => {
        const url = await order();
        return async () => statusOf((await organizer()).fetch(url));
      },
    },
    {
      ...{ what: 'are cleared away after it', lasts: DAY },
      begin: async () => {
        await order();
        const { id } = await gateway.database.prisma.zip.findFirstOrThrow({ orderBy: { id: 'desc' } });
        return async () => {
          await sweep(ZipSweep);
          return (await gateway.database.prisma.zip.count({ where: { id } })) === 1;
        };
      },
    },
  ]);
});

/** What a browser behind a link may ask; it has been there before. */
const BEHIND_A_LINK: Record<
  string,
  (link: { browser: BrowserJar; token: string; zip: string }) => Promise<Response>
> = {
  'the welcome': ({ browser, token }) => browser.fetch(`/guest/${token}`),
  'whether one was let in': ({ browser, token }) => browser.fetch(`/guest/${token}/admission`),
  joining: ({ browser, token }) => browser.post(`/guest/${token}/join`, { name: 'Anna' }),
  consenting: ({ browser, token }) =>
    browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true }),
  'the photos': ({ browser, token }) => browser.fetch(`/guest/${token}/photos`),
  'a small picture': ({ browser }) => browser.fetch(`/photos/${photoId}/thumbnail`),
  'an original': ({ browser }) => browser.fetch(`/photos/${photoId}/original`),
  'what is asked about a photo': ({ browser, token }) =>
    browser.post(`/guest/${token}/photos/${photoId}/not-me`, {}),
  'a download': ({ browser, token }) => browser.post(`/guest/${token}/zips`, {}),
  'a download from before': ({ browser, zip }) => browser.fetch(zip),
  'one’s own Drive': ({ browser, token }) => browser.fetch(`/guest/${token}/drive`),
};

type Link = Parameters<(typeof BEHIND_A_LINK)[string]>[0];

async function askEverything(
  link: Link,
  question: (asked: Promise<Response>) => Promise<boolean>,
): Promise<Record<string, boolean>> {
  const answers: Record<string, boolean> = {};
  for (const [what, ask] of Object.entries(BEHIND_A_LINK)) answers[what] = await question(ask(link));
  return answers;
}

function everything(during: boolean, after: boolean): Pick<Period, 'during' | 'after'> {
  const all = (answer: boolean) =>
    Object.fromEntries(Object.keys(BEHIND_A_LINK).map((what) => [what, answer]));
  return { during: all(during), after: all(after) };
}

async function visit(token: string): Promise<Link> {
  const { browser } = await guestBehind(token);
  await browser.fetch(`/guest/${token}/photos`);
  const zip = zipSchema
    .parse(await (await browser.post(`/guest/${token}/zips`, {})).json())
    .url.replace('/api', '');
  return { browser, token, zip };
}

describe('a link with an end', () => {
  const shut = async (asked: Promise<Response>): Promise<boolean> => {
    const status = await statusOf(asked);
    if (status >= 500) throw new Error(`answered ${status}`);
    return status === 410;
  };
  const type = (code: string): Promise<number> => statusOf(postJson(`${gateway.api}/guest`, { code }));

  testPeriods([
    {
      ...{
        what: 'of its share opens everything until then, and nothing afterwards',
        lasts: HOUR,
        ...everything(false, true),
      },
      begin: async () => {
        const link = await visit((await share({ until: inMs(HOUR) })).token);
        return () => askEverything(link, shut);
      },
    },
    {
      ...{
        what: 'of its own opens everything until then, and nothing afterwards',
        lasts: HOUR,
        ...everything(false, true),
      },
      begin: async () => {
        const { made } = await share({ until: inMs(2 * HOUR) });
        const code = await (
          await organizer()
        ).post(`/shares/${made.id}/codes`, { label: 'Band', until: inMs(HOUR) });
        const link = await visit(shareCodeSchema.parse(await code.json()).url.split('/g/')[1] ?? '');
        return () => askEverything(link, shut);
      },
    },
    {
      ...{ what: 'is found by its short code until then', lasts: HOUR, during: 200, after: 404 },
      begin: async () => {
        const { shortCode } = await share({ until: inMs(HOUR) });
        return () => type(shortCode);
      },
    },
    {
      ...{ what: 'that was not asked for lasts ninety days', lasts: 90 * DAY, during: 200, after: 410 },
      begin: async () => {
        const { token, made } = await share();
        expect(made.attributes.limits.until).toBe(inMs(90 * DAY));
        return () => statusOf(new BrowserJar(gateway.origin).fetch(`/guest/${token}`));
      },
    },
    {
      ...{ what: 'is shown to its organizer as guests see it', lasts: HOUR },
      begin: async () => {
        const { codeId } = await share({ until: inMs(HOUR) });
        return async () => {
          const { actions, photos } = viewAsSchema.parse(
            await (await (await organizer()).fetch(`/codes/${codeId}/view`)).json(),
          );
          const allowed = [...actions, ...photos].map(({ decision }) => decision.allowed);
          return allowed.includes(true);
        };
      },
    },
    {
      ...{ what: 'is on the cards to print until then', lasts: HOUR, during: 200, after: 409 },
      begin: async () => {
        const { made, codeId } = await share();
        await patch(`/codes/${codeId}`, { until: inMs(HOUR) });
        return async () => statusOf((await organizer()).fetch(`/shares/${made.id}/cards.pdf?language=en`));
      },
    },
    {
      ...{ what: 'lets photos flow into the Drive of a guest until then', lasts: HOUR },
      begin: async () => {
        const { guestId } = await guestBehind((await share({ until: inMs(HOUR) })).token);
        return () => mayFlow(guestId);
      },
    },
    {
      ...{ what: 'and so does one whose code ends', lasts: HOUR },
      begin: async () => {
        const { codeId, token } = await share();
        const { guestId } = await guestBehind(token);
        await patch(`/codes/${codeId}`, { until: inMs(HOUR) });
        return () => mayFlow(guestId);
      },
    },
    ...(['shares', 'codes'] as const).map((kind) => ({
      ...{ what: `can be given an end that is still to come: ${kind}`, lasts: HOUR, during: 200, after: 422 },
      begin: async () => {
        const { made, codeId } = await share();
        const until = inMs(HOUR);
        return () => statusOf(patch(`/${kind}/${kind === 'shares' ? made.id : codeId}`, { until }));
      },
    })),
    {
      ...{ what: 'can be made with an end that is still to come', lasts: HOUR, during: 201, after: 422 },
      begin: async () => {
        const until = inMs(HOUR);
        return async () => statusOf((await organizer()).post(`/events/${eventId}/shares`, { until }));
      },
    },
    {
      ...{
        what: 'can be added to a share with an end that is still to come',
        lasts: HOUR,
        during: 201,
        after: 422,
      },
      begin: async () => {
        const { made } = await share();
        const until = inMs(HOUR);
        return async () =>
          statusOf((await organizer()).post(`/shares/${made.id}/codes`, { label: 'Band', until }));
      },
    },
  ]);

  test('is kept in the browser for 180 days', async () => {
    const { token } = await share();
    const answer = await new BrowserJar(gateway.origin).fetch(`/guest/${token}/photos`);
    expect(answer.headers.getSetCookie().join()).toContain(`Max-Age=${(180 * DAY) / SECOND}`);
  });

  test('lasts as long as the administrator says, where nothing else is said', async () => {
    const admin = await gateway.signIn('admin@example.org');
    const defaults = (await (await admin.fetch('/share-defaults')).json()) as object;
    const put = (days: number | null): Promise<Response> =>
      admin.fetch('/admin/share-defaults', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...defaults, days }),
      });
    try {
      expect((await put(7)).ok).toBe(true);
      expect((await share()).made.attributes.limits.until).toBe(inMs(7 * DAY));
      await put(null);
      expect((await share()).made.attributes.limits.until).toBeNull();
    } finally {
      await put(90);
    }
  });
});

describe('a link with a beginning', () => {
  const notYet = async (asked: Promise<Response>): Promise<boolean> => {
    const answer = await asked;
    return answer.status === 403 && (await answer.text()).includes('not-yet-open');
  };

  testPeriods([
    {
      ...{
        what: 'opens nothing before it, and everything from then on',
        lasts: HOUR,
        ...everything(true, false),
      },
      begin: async () => {
        const { made, token } = await share();
        const link = await visit(token);
        await patch(`/shares/${made.id}`, { from: inMs(HOUR) });
        return () => askEverything(link, notYet);
      },
    },
    {
      ...{
        what: 'lets nothing flow into the Drive of a guest before it',
        lasts: HOUR,
        during: false,
        after: true,
      },
      begin: async () => {
        const { made, token } = await share();
        const { guestId } = await guestBehind(token);
        await patch(`/shares/${made.id}`, { from: inMs(HOUR) });
        return () => mayFlow(guestId);
      },
    },
  ]);
});

test('faces are there until the last moment of their last day, and are gone from then on', async () => {
  const { prisma } = gateway.database;
  const at = gateway.clock.now();
  const id = await makeEvent();
  await prisma.event.update({
    where: { id },
    data: { keptFrom: at, facesDays: 5, guessedZone: 'Asia/Tokyo' },
  });
  const midnight = Math.floor((at.getTime() + 9 * HOUR) / DAY) * DAY - 9 * HOUR + 6 * DAY;
  const ended: boolean[] = [];
  for (const moment of [-4 * DAY, -1, 0]) {
    await gateway.clock.set(new Date(midnight + moment));
    await sweep(RetentionSweep);
    ended.push((await prisma.event.findUniqueOrThrow({ where: { id } })).facesEndedAt !== null);
  }
  expect(ended).toEqual([false, false, true]);
});

describe('the audit log', () => {
  testPeriods([
    {
      ...{ what: 'holds what was done for a year', lasts: 365 * DAY, withEnd: true },
      begin: async () => {
        const id = await makeEvent();
        return async () => {
          await sweep(AuditSweep);
          return (
            (await gateway.database.prisma.auditLine.count({
              where: { eventId: id, action: 'event.made' },
            })) === 1
          );
        };
      },
    },
    {
      ...{ what: 'knows for thirty days from which address somebody signed in', lasts: 30 * DAY },
      ...{ withEnd: true, during: { address: '127.0.0.1' }, after: {} },
      begin: async () => {
        await signIn();
        const where = { action: 'session.opened', at: gateway.clock.now() };
        const { id } = await gateway.database.prisma.auditLine.findFirstOrThrow({ where });
        return async () => {
          await sweep(AuditSweep);
          return (await gateway.database.prisma.auditLine.findUniqueOrThrow({ where: { id } })).detail;
        };
      },
    },
  ]);

  test('holds what was seen for a year from the last time on', async () => {
    const log = gateway.app.get(AuditLog, { strict: false });
    const subjectId = randomUUID();
    const hour = Math.ceil(gateway.clock.now().getTime() / HOUR) * HOUR;
    for (const moment of [hour, hour + MINUTE]) {
      await gateway.clock.set(new Date(moment));
      log.count(NOBODY, { action: 'photo.seen', subjectId });
      await log.flush();
    }
    const left: number[] = [];
    for (const late of [0, 1]) {
      await gateway.clock.set(new Date(hour + MINUTE + 365 * DAY + late));
      await sweep(AuditSweep);
      left.push(await gateway.database.prisma.auditLine.count({ where: { subjectId } }));
    }
    expect(left).toEqual([1, 0]);
  });

  test('counts what was seen by the hour', async () => {
    const log = gateway.app.get(AuditLog, { strict: false });
    const subjectId = randomUUID();
    const hour = Math.ceil(gateway.clock.now().getTime() / HOUR) * HOUR + HOUR;
    for (const moment of [hour - 1, hour, hour + HOUR - 1, hour + HOUR]) {
      await gateway.clock.set(new Date(moment));
      log.count(NOBODY, { action: 'photo.seen', subjectId });
    }
    await log.flush();
    const admin = await gateway.signIn('admin@example.org');
    const { lines } = auditPageSchema.parse(
      await (await admin.fetch('/admin/audit?actor=nobody&action=photo.seen')).json(),
    );
    expect(
      lines
        .filter((line) => line.subjectId === subjectId)
        .map(({ count, at }) => [count, Date.parse(at) - hour]),
    ).toEqual([
      [1, HOUR],
      [2, HOUR - 1],
      [1, -1],
    ]);
  });
});

describe('on the way to Google', () => {
  testPeriods([
    {
      ...{
        what: 'a quarter of an hour may pass until somebody comes back',
        lasts: 15 * MINUTE,
        withEnd: true,
        during: 201,
        after: 409,
      },
      begin: async () => {
        const started = await (await organizer()).post('/drive/consent', { uses: ['import'] });
        const { url } = driveConsentSchema.parse(await started.json());
        const [line = ''] = started.headers.getSetCookie();
        expect(line).toContain('Max-Age=900');
        const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
        return async () =>
          statusOf(
            (await organizer()).fetch('/drive/account', {
              method: 'POST',
              headers: { 'content-type': 'application/json', cookie: line.split(';')[0] ?? '' },
              body: JSON.stringify(Object.fromEntries(back.searchParams)),
            }),
          );
      },
    },
  ]);
});

describe('faces that are searched', () => {
  const indexes = (): FaceIndexCache => gateway.app.get(FaceIndexCache, { strict: false });
  const facts = async () => {
    const event = await new EventListing(gateway.database).facts(eventId);
    if (!event) throw new Error('the event is gone');
    return event;
  };

  const search = async () => {
    const settings = { threshold: 0.5, dimensions: DIMENSIONS };
    await indexes().search(await facts(), { probe: embeddingOf(0), ...settings });
  };
  const held = async () => {
    await indexes().look();
    return indexes().holds(eventId);
  };

  testPeriods([
    {
      ...{ what: 'stay in memory for ten minutes', lasts: 10 * MINUTE, withEnd: true },
      begin: async () => {
        await search();
        return held;
      },
    },
    {
      ...{ what: 'stay for ten minutes from the last search on', lasts: 18 * MINUTE, withEnd: true },
      begin: async () => {
        await search();
        await gateway.clock.advance(8 * MINUTE);
        await search();
        return held;
      },
    },
  ]);
});

describe('limits', () => {
  /** How often in how many seconds: none of them may be missing here. */
  const LIMITS: Record<keyof typeof rateSettings, [max: number, seconds: number]> = {
    SIGN_IN_LIMIT: [10, 900],
    SIGN_IN_ADDRESS_LIMIT: [50, 900],
    SIGN_IN_ACCOUNT_LIMIT: [100, 900],
    COLLABORATOR_LIMIT: [30, 3600],
    SELFIE_LIMIT: [10, 600],
    SELFIE_ADDRESS_LIMIT: [300, 600],
    CORRECTION_LIMIT: [60, 600],
    CORRECTION_ADDRESS_LIMIT: [1200, 600],
    OBJECTION_LIMIT: [60, 600],
    OBJECTION_EVENT_LIMIT: [300, 86_400],
    JOIN_LIMIT: [600, 600],
    ZIP_LIMIT: [60, 600],
    DISCLOSURE_LIMIT: [10, 3600],
    RECEIPT_LIMIT: [120, 600],
    TYPED_CODE_LIMIT: [20, 600],
    TYPED_CODE_TOTAL_LIMIT: [2000, 600],
    SHARE_PASSWORD_LIMIT: [10, 900],
    SHARE_PASSWORD_TOTAL_LIMIT: [200, 900],
    GUEST_UPLOAD_LIMIT: [600, 3600],
    GUEST_UPLOAD_ADDRESS_LIMIT: [6000, 3600],
  };

  test('are all asked about here', () => {
    expect(Object.keys(LIMITS).sort()).toEqual(Object.keys(rateSettings).sort());
    expect(new Set(Object.values(rateSettings).map(({ name }) => name)).size).toBe(
      Object.keys(LIMITS).length,
    );
  });

  test.each(Object.entries(rateSettings))(
    '%s lasts until its window is over, and no longer',
    async (key, setting) => {
      const [max, seconds] = LIMITS[key as keyof typeof rateSettings];
      const limit = gateway.app.get(RateLimit, { strict: false });
      const redis = gateway.app.get<Redis>(REDIS, { strict: false });
      const take = async (subject: string): Promise<string> => {
        try {
          await limit.take(setting, subject);
          return 'taken';
        } catch (error) {
          if (!(error instanceof ProblemError) || error.status !== 429) throw error;
          return `wait ${error.headers?.['Retry-After']}`;
        }
      };
      async function trial(): Promise<string[]> {
        const subject = randomUUID();
        const others = await redis.keys('visage:limit:*');
        const first = await take(subject);
        const [counter = ''] = (await redis.keys('visage:limit:*')).filter((name) => !others.includes(name));
        await redis.incrby(counter, max - 2); // as if asked so often
        const answers = [first, await take(subject), await take(subject)];
        await gateway.clock.advance((seconds - 1) * SECOND);
        answers.push(await take(subject));
        await gateway.clock.advance(2 * SECOND);
        return [...answers, await take(subject)];
      }
      // Redis' own clock goes on meanwhile: a trial that took so long says nothing about a second
      let answers: string[] = [];
      for (let took = Infinity; took > SECOND / 2;) {
        const from = performance.now();
        answers = await trial();
        took = performance.now() - from;
      }
      expect(answers).toEqual(['taken', 'taken', `wait ${seconds}`, 'wait 1', 'taken']);
    },
  );
});

test('photos of the event stay where they are, whatever was cleared away', async () => {
  const page = photoPageSchema.parse(
    await (await (await organizer()).fetch(`/events/${eventId}/photos`)).json(),
  );
  expect(page.photos.map(({ id }) => id)).toContain(photoId);
});
