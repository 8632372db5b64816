/** Signing in, renewing, stealing and ending sessions in any order, as time goes by. */
import { openSessionsSchema, sessionSchema, type Session } from '@visage/contracts/session.contract';
import { UserRepository } from '@visage/database/user/user.repository';
import { hashPassword } from '@visage/crypto/password.hash';
import { deed, MODEL_TIMEOUT_MS, pick, playModel, type Deed } from '@visage/testing/model.run';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RENEWAL_GRACE_MS, SESSION_DAYS } from './session/session.token.js';
import { PASSWORD, postJson, startGateway, type GatewayFixture } from './testing/gateway.fixture.js';

const START = new Date('2026-06-20T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ACCESS = 15 * MINUTE;

let gateway: GatewayFixture;
let passwordHash: string;
beforeAll(async () => {
  gateway = await startGateway();
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(() => gateway.stop());

/** What is known of one sign-in. */
interface Known {
  id: string;
  openedAt: number;
  endedAt: number | null;
  /** The password is another one since. */
  outdated: boolean;
  /** Refresh tokens, the newest last, and when each was used. */
  refreshes: { token: string; usedAt: number | null }[];
  accesses: { token: string; until: number }[];
}

interface Model {
  now: number;
  sessions: Known[];
}

interface Real {
  userId: string;
  email: string;
}

const endOf = ({ openedAt }: Known): number => openedAt + SESSION_DAYS * DAY;
const isLive = ({ now }: Readonly<Model>, session: Known): boolean =>
  session.endedAt === null && !session.outdated && now < endOf(session);

const idOf = ({ token }: Session): string =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;

const ask = (token: string, path = '/session', method = 'GET'): Promise<Response> =>
  fetch(`${gateway.api}${path}`, { method, headers: { authorization: `Bearer ${token}` } });

const give = (model: Model, session: Known, { token, expiresAt }: Session): void => {
  const until = Math.floor(Math.min(model.now + ACCESS, endOf(session)) / 1000) * 1000;
  expect(expiresAt).toBe(new Date(until).toISOString());
  session.accesses.push({ token, until });
};

const hasSession = ({ sessions }: Readonly<Model>): boolean => sessions.length > 0;
const index = fc.nat(20);
const whichAndHow = fc.tuple(index, index);

const signIn = deed<Model, Real>({
  label: 'sign in',
  async run(model, { email }) {
    const response = await postJson(`${gateway.api}/session`, { email, password: PASSWORD });
    const answer = sessionSchema.parse(await response.json());
    const session: Known = {
      id: idOf(answer),
      openedAt: model.now,
      endedAt: null,
      outdated: false,
      refreshes: [],
      accesses: [],
    };
    session.refreshes.push({ token: answer.refreshToken ?? '', usedAt: null });
    give(model, session, answer);
    model.sessions.push(session);
  },
});

const renew = ([which, how]: [number, number]): Deed<Model, Real> =>
  deed({
    label: `renew ${which} by its token ${how}`,
    can: hasSession,
    async run(model) {
      const session = pick(model.sessions, which);
      const refresh = pick(session.refreshes, how);
      const response = await postJson(`${gateway.api}/session/renew`, { refreshToken: refresh.token });
      if (!isLive(model, session)) return expect(response.status).toBe(401);
      if (refresh.usedAt !== null && model.now - refresh.usedAt > RENEWAL_GRACE_MS) {
        // two hold it: nobody knows who is who
        expect(response.status).toBe(401);
        session.endedAt = model.now;
        return;
      }
      expect(response.status).toBe(200);
      const answer = sessionSchema.parse(await response.json());
      expect(idOf(answer)).toBe(session.id);
      give(model, session, answer);
      if (refresh.usedAt === null) {
        refresh.usedAt = model.now;
        expect(answer.refreshToken).not.toBeNull();
        session.refreshes.push({ token: answer.refreshToken ?? '', usedAt: null });
      } else expect(answer.refreshToken, 'another tab has the next one').toBeNull();
    },
  });

const use = ([which, how]: [number, number]): Deed<Model, Real> =>
  deed({
    label: `use access token ${how} of ${which}`,
    can: hasSession,
    async run(model) {
      const session = pick(model.sessions, which);
      const access = pick(session.accesses, how);
      const counts = isLive(model, session) && model.now < access.until;
      expect((await ask(access.token)).status).toBe(counts ? 200 : 401);
    },
  });

/** Any access token that counts, or none. */
const aLiveAccess = (model: Readonly<Model>): { token: string; session: Known } | null => {
  for (const session of model.sessions) {
    const access = session.accesses.findLast(({ until }) => isLive(model, session) && model.now < until);
    if (access) return { token: access.token, session };
  }
  return null;
};

const list = deed<Model, Real>({
  label: 'list the sessions',
  can: (model) => aLiveAccess(model) !== null,
  async run(model) {
    const by = aLiveAccess(model);
    const { sessions } = openSessionsSchema.parse(await (await ask(by?.token ?? '', '/session/all')).json());
    const live = model.sessions.filter((session) => isLive(model, session)).map(({ id }) => id);
    expect(sessions.map(({ id }) => id).sort()).toEqual(live.sort());
    expect(sessions.filter(({ current }) => current).map(({ id }) => id)).toEqual([by?.session.id]);
  },
});

const endOne = (which: number): Deed<Model, Real> =>
  deed({
    label: `end ${which} from the list`,
    can: (model) => aLiveAccess(model) !== null,
    async run(model) {
      const session = pick(model.sessions, which);
      const response = await ask(aLiveAccess(model)?.token ?? '', `/session/all/${session.id}`, 'DELETE');
      expect(response.status).toBe(session.endedAt === null ? 204 : 404);
      session.endedAt ??= model.now;
    },
  });

const signOut = (which: number): Deed<Model, Real> =>
  deed({
    label: `sign out of ${which}, whether or not its access token still counts`,
    can: hasSession,
    async run(model) {
      const session = pick(model.sessions, which);
      const cookie = `visage_refresh=${session.refreshes.at(-1)?.token ?? ''}`;
      const response = await fetch(`${gateway.api}/session`, {
        method: 'DELETE',
        headers: { cookie, origin: gateway.origin },
      });
      expect(response.status).toBe(204);
      session.endedAt ??= model.now;
    },
  });

const signOutEverywhere = deed<Model, Real>({
  label: 'sign out everywhere',
  can: (model) => aLiveAccess(model) !== null,
  async run(model) {
    expect((await ask(aLiveAccess(model)?.token ?? '', '/session/all', 'DELETE')).status).toBe(204);
    for (const session of model.sessions) session.endedAt ??= model.now;
  },
});

const newPassword = deed<Model, Real>({
  label: 'a new password',
  can: hasSession,
  async run(model, { userId }) {
    await wait(1).run(model, { userId, email: '' }); // a session of this very moment counts as opened after it
    await new UserRepository(gateway.database).setPassword(userId, passwordHash, new Date(model.now));
    for (const session of model.sessions) session.outdated = true;
  },
});

const wait = (ms: number): Deed<Model, Real> =>
  deed({
    label: `${ms} ms go by`,
    async run(model) {
      model.now += ms;
      await gateway.clock.set(new Date(model.now));
    },
  });

const moments = [
  1,
  1_000,
  RENEWAL_GRACE_MS,
  RENEWAL_GRACE_MS + 1,
  ACCESS - 1_000,
  ACCESS,
  DAY,
  (SESSION_DAYS - 1) * DAY,
  SESSION_DAYS * DAY,
];

test(
  'in any order of deeds, exactly those tokens count that a person would expect to',
  async () => {
    let users = 0;
    await playModel<Model, Real>({
      deeds: [
        fc.constant(signIn),
        whichAndHow.map(renew),
        whichAndHow.map(renew),
        whichAndHow.map(use),
        whichAndHow.map(use),
        fc.constantFrom(...moments).map(wait),
        fc.constantFrom(...moments).map(wait),
        fc.constant(list),
        index.map(endOne),
        index.map(signOut),
        fc.constant(signOutEverywhere),
        fc.constant(newPassword),
      ],
      length: 12,
      async start() {
        await gateway.clock.set(START);
        const email = `user-${(users += 1)}@example.org`;
        const userId = await gateway.addUser(email, 'organizer');
        const model: Model = { now: START.getTime(), sessions: [] };
        await signIn.run(model, { userId, email });
        return { model, real: { userId, email } };
      },
      // whatever happened, every token that was ever given is what the model takes it for
      async end(model) {
        for (const session of model.sessions)
          for (const { token, until } of session.accesses.slice(-2))
            expect((await ask(token)).status).toBe(isLive(model, session) && model.now < until ? 200 : 401);
      },
    });
  },
  MODEL_TIMEOUT_MS,
);
