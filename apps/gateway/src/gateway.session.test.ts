import { setTimeout as sleep } from 'node:timers/promises';
import { openSessionsSchema, sessionSchema, sessionStateSchema } from '@visage/contracts/session.contract';
import { needsRehash } from '@visage/crypto/password.hash';
import { UserRepository } from '@visage/database/user/user.repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RateLimit } from './limit/rate.limit.js';
import { SIGN_IN_ACCOUNT_LIMIT, SIGN_IN_ADDRESS_LIMIT, type RateSetting } from './limit/rate.settings.js';
import { BrowserJar } from './testing/browser.jar.js';
import { PASSWORD, postJson, startGateway, type GatewayFixture } from './testing/gateway.fixture.js';

/** Of `PASSWORD`, with 4 MiB and one pass. */
const OLD_HASH =
  '$argon2id$v=19$m=4096,t=1,p=1$31/ylBhTbXNrUKCw7nNPeg$ulak7n4j0CfDIeii3di9NB/ScjFmPTpxs7bT4M0oSZY';

let gateway: GatewayFixture;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('anna@example.org', 'organizer');
});
afterAll(() => gateway.stop());

test('an organizer signs in, is known by cookie or token, and signs out', async () => {
  const browser = new BrowserJar(gateway.origin);
  const signedIn = await browser.post('/session', { email: 'Anna@example.org', password: PASSWORD });
  const session = sessionSchema.parse(await signedIn.json());
  const cookie = signedIn.headers.getSetCookie().join();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect(sessionStateSchema.parse(await (await browser.fetch('/session')).json()).user.email).toBe(
    'anna@example.org',
  );
  const program = await fetch(`${gateway.api}/session`, {
    headers: { authorization: `Bearer ${session.token}` },
  });
  expect(await program.json()).toEqual({ expiresAt: session.expiresAt, user: session.user });
  expect((await browser.fetch('/session', { method: 'DELETE' })).status).toBe(204);
  expect(browser.names).toEqual([]);
  expect((await browser.fetch('/session')).status).toBe(401);
});

test('a wrong password and an unknown address are told apart by nobody, neither by words nor by time', async () => {
  const time = async (email: string): Promise<[number, string, number]> => {
    const from = performance.now();
    const response = await postJson(`${gateway.api}/session`, { email, password: 'wrong' });
    return [response.status, await response.text(), performance.now() - from];
  };
  await time('warm@example.org');
  const [known, unknown] = [await time('anna@example.org'), await time('nobody@example.org')];
  expect(known.slice(0, 2)).toEqual(unknown.slice(0, 2));
  expect(known[0]).toBe(401);
  expect(unknown[2]).toBeGreaterThan(known[2] / 4);
});

test('a new password ends every session at once, and the new one works', async () => {
  const id = await gateway.addUser('ben@example.org', 'organizer');
  const session = await gateway.signIn('ben@example.org');
  expect((await session.fetch('/session')).status).toBe(200);
  const users = new UserRepository(gateway.database);
  const hash = (await users.find(id))?.passwordHash ?? '';
  await users.setPassword(id, hash, new Date());
  expect((await session.fetch('/session')).status).toBe(401);
  expect((await (await gateway.signIn('ben@example.org')).fetch('/session')).status).toBe(200);
});

test('a forged, changed or foreign token is nobody', async () => {
  const { token } = await gateway.signIn('anna@example.org');
  const [header = '', body = '', mac = ''] = token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const later = Buffer.from(JSON.stringify({ ...claims, exp: 9_999_999_999 })).toString('base64url');
  for (const forged of [`${none}.${body}.`, `${header}.${later}.${mac}`, 'nonsense', '']) {
    const response = await fetch(`${gateway.api}/session`, {
      headers: { authorization: `Bearer ${forged}` },
    });
    expect(response.status).toBe(401);
  }
});

test('guessing passwords ends after ten tries, even with the right one; others still sign in', async () => {
  await gateway.addUser('target@example.org', 'organizer');
  const attempt = (password: string) =>
    postJson(`${gateway.api}/session`, { email: 'target@example.org', password });
  for (let i = 0; i < 10; i++) expect((await attempt(`guess ${i}`)).status).toBe(401);
  const blocked = await attempt(PASSWORD);
  expect(blocked.status).toBe(429);
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(60);
  await gateway.signIn('anna@example.org');
});

test('another site cannot act with the cookie of an organizer', async () => {
  const { token } = await gateway.signIn('anna@example.org');
  const forged = await fetch(`${gateway.api}/events`, {
    method: 'POST',
    headers: {
      cookie: `visage_session=${token}`,
      origin: 'https://evil.example',
      'content-type': 'application/json',
    },
    body: '{"name":"x"}',
  });
  expect(forged.status).toBe(403);
  const browser = new BrowserJar(gateway.origin);
  await browser.post('/session', { email: 'anna@example.org', password: PASSWORD });
  expect((await browser.post('/events', { name: 'Ours' })).status).toBe(201);
});

test('a session is renewed by a token that is good once; when an old one comes back, it ends for both', async () => {
  const signIn = await postJson(`${gateway.api}/session`, { email: 'anna@example.org', password: PASSWORD });
  const first = sessionSchema.parse(await signIn.json());
  const renew = (refreshToken: string | null) => postJson(`${gateway.api}/session/renew`, { refreshToken });
  const second = sessionSchema.parse(await (await renew(first.refreshToken)).json());
  expect(second.refreshToken).not.toBe(first.refreshToken);

  // another tab that sent the same token at the same moment stays signed in, and gets no token to go on with
  const sameMoment = sessionSchema.parse(await (await renew(first.refreshToken)).json());
  expect(sameMoment.refreshToken).toBeNull();

  const minuteAgo = new Date(Date.now() - 60_000);
  await gateway.database.prisma.refreshToken.updateMany({
    where: { usedAt: { not: null } },
    data: { usedAt: minuteAgo },
  });
  expect((await renew(first.refreshToken)).status).toBe(401);
  expect((await renew(second.refreshToken)).status).toBe(401);
  for (const { token } of [first, second]) {
    const answer = await fetch(`${gateway.api}/session`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
  }
  const stored = JSON.stringify(await gateway.database.prisma.refreshToken.findMany());
  expect(stored).not.toContain(second.refreshToken);
});

test('a browser keeps its refresh token in a cookie that no script reads, and is renewed by it', async () => {
  const browser = new BrowserJar(gateway.origin);
  const signIn = await browser.post('/session', { email: 'anna@example.org', password: PASSWORD });
  expect(sessionSchema.parse(await signIn.json()).refreshToken).toBeNull();
  expect(signIn.headers.getSetCookie().find((line) => line.startsWith('visage_refresh'))).toMatch(
    /Path=\/api\/session;.*HttpOnly/,
  );
  const before = browser.cookieHeader;
  expect((await browser.post('/session/renew', {})).status).toBe(200);
  expect(browser.cookieHeader).not.toBe(before);
  expect((await browser.fetch('/session')).status).toBe(200);
});

test('people see where they are signed in, end one of them, or all', async () => {
  await gateway.addUser('many@example.org', 'organizer');
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => gateway.signIn('many@example.org')));
  const list = async () =>
    openSessionsSchema.parse(await (await one?.fetch('/session/all'))?.json()).sessions;
  const sessions = await list();
  expect(sessions.map(({ current }) => current).filter(Boolean)).toHaveLength(1);
  expect(sessions).toHaveLength(3);
  await two?.fetch('/session', { method: 'DELETE' });
  const agent = `Browser/1.0 ${'x'.repeat(300)}`;
  await postJson(
    `${gateway.api}/session`,
    { email: 'many@example.org', password: PASSWORD },
    { 'user-agent': agent },
  );
  const [last] = await list();
  expect(last?.agent, 'no longer than a line').toBe(agent.slice(0, 200));
  expect(await gateway.database.prisma.session.findUnique({ where: { id: last?.id ?? '' } })).toMatchObject({
    ...{ createdAt: new Date(last?.createdAt ?? ''), seenAt: new Date(last?.seenAt ?? '') },
  });
  expect((await one?.fetch(`/session/all/${last?.id ?? ''}`, { method: 'DELETE' }))?.status).toBe(204);
  expect((await one?.fetch(`/session/all/${last?.id ?? ''}`, { method: 'DELETE' }))?.status).toBe(404);
  expect((await two?.fetch('/session'))?.status).toBe(401);
  const other = (await list()).find(({ current }) => !current);
  expect((await one?.fetch(`/session/all/${other?.id ?? ''}`, { method: 'DELETE' }))?.status).toBe(204);
  expect((await three?.fetch('/session'))?.status).toBe(401);
  expect((await one?.fetch('/session/all', { method: 'DELETE' }))?.status).toBe(204);
  expect((await one?.fetch('/session'))?.status).toBe(401);
});

test('guessing is ended for one account from everywhere, and for one address over all accounts; right ones do not count', async () => {
  const limit = gateway.app.get(RateLimit, { strict: false });
  const useUp = async (setting: RateSetting, subject: string, left: number) => {
    await limit.forget(setting, subject);
    for (let i = left; i < setting.max; i++) await limit.take(setting, subject);
  };
  const signIn = async (email: string, password: string) =>
    (await postJson(`${gateway.api}/session`, { email, password })).status;
  await gateway.addUser('wanted@example.org', 'organizer');
  await useUp(SIGN_IN_ACCOUNT_LIMIT, 'wanted@example.org', 1);
  expect([
    await signIn('Wanted@example.org', PASSWORD),
    await signIn('wanted@example.org', PASSWORD),
  ]).toEqual([200, 200]);
  expect([await signIn('wanted@example.org', 'wrong'), await signIn('wanted@example.org', PASSWORD)]).toEqual(
    [401, 429],
  );
  expect(await signIn('anna@example.org', PASSWORD)).toBe(200);
  await useUp(SIGN_IN_ADDRESS_LIMIT, '127.0.0.1', 1);
  expect([await signIn('anna@example.org', PASSWORD), await signIn('someone@example.org', 'wrong')]).toEqual([
    200, 401,
  ]);
  expect(await signIn('anna@example.org', PASSWORD)).toBe(429);
  await limit.forget(SIGN_IN_ADDRESS_LIMIT, '127.0.0.1');
});

test('a password that was hashed with lower costs is hashed anew when it is given, and only then', async () => {
  const id = await gateway.addUser('old.hash@example.org', 'organizer');
  const { prisma } = gateway.database;
  const hashOf = async () => (await prisma.user.findUniqueOrThrow({ where: { id } })).passwordHash;
  const today = await hashOf();
  await gateway.signIn('old.hash@example.org');
  expect(await hashOf(), 'as good as it gets').toBe(today);

  await prisma.user.update({ where: { id }, data: { passwordHash: OLD_HASH } });
  const signIn = (password: string) =>
    postJson(`${gateway.api}/session`, { email: 'old.hash@example.org', password });
  expect((await signIn('wrong')).status).toBe(401);
  expect(await hashOf()).toBe(OLD_HASH);
  const others = await prisma.user.findMany({ where: { id: { not: id } }, orderBy: { id: 'asc' } });
  // a database that takes its time: the answer waits for it
  const users = gateway.app.get(UserRepository, { strict: false });
  const replaceHash = users.replaceHash.bind(users);
  users.replaceHash = (...of) => sleep(500).then(() => replaceHash(...of));
  expect((await signIn(PASSWORD)).status).toBe(200);
  users.replaceHash = replaceHash;
  expect(needsRehash(await hashOf())).toBe(false);
  expect((await signIn(PASSWORD)).status).toBe(200);
  expect((await signIn('wrong')).status).toBe(401);
  expect(await prisma.user.findMany({ where: { id: { not: id } }, orderBy: { id: 'asc' } })).toEqual(others);
});
