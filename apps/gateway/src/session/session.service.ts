/**
 * @module Signing in, renewing and ending sessions. An access token is good for minutes; a refresh token renews the session
 * once and is replaced. When one comes back after that, it was stolen or its thief was faster: the whole session ends.
 */
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { OpenSessions, Session, SignIn } from '@visage/contracts/session.contract';
import { hashPassword, needsRehash, verifyPassword } from '@visage/crypto/password.hash';
import { SessionRepository, type SessionRecord } from '@visage/database/user/session.repository';
import { UserRepository, type UserRecord } from '@visage/database/user/user.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV } from '@visage/host/host.token';
import { AuditLog, byUser, NOBODY } from '../audit/audit.log.js';
import type { GatewayEnv } from '../env.js';
import type { SignedIn } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { SIGN_IN_ACCOUNT_LIMIT, SIGN_IN_ADDRESS_LIMIT, SIGN_IN_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { SessionKeys } from './session.keys.js';
import {
  hashOfRefresh,
  newRefreshToken,
  RENEWAL_GRACE_MS,
  SESSION_DAYS,
  type SessionClaims,
} from './session.token.js';

const DAY_MS = 24 * 60 * 60_000;
const AGENT_LENGTH = 200;

@Injectable()
export class SessionService {
  constructor(
    @InjectRepository(UserRepository) private readonly users: UserRepository,
    @InjectRepository(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(JwtService) private readonly jwt: JwtService,
    @Inject(SessionKeys) private readonly keys: SessionKeys,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param from where the request comes from. An unknown e-mail costs as much time as a wrong password. */
  async signIn({ email, password }: SignIn, from: { address: string; agent: string }): Promise<Session> {
    const address = addressSubject(from.address);
    const account = email.trim().toLowerCase();
    const subject = `${address} ${account}`;
    const detail = { address };
    await this.limit.take(SIGN_IN_LIMIT, subject);
    await this.limit.take(SIGN_IN_ADDRESS_LIMIT, address);
    await this.limit.take(SIGN_IN_ACCOUNT_LIMIT, account);
    const row = await this.users.findByEmail(email);
    const right = await verifyPassword(row?.passwordHash ?? null, password);
    if (!row || !right || row.disabledAt) {
      await this.audit.write(NOBODY, { action: 'session.refused', subjectId: row?.id ?? null, detail });
      throw row?.disabledAt && right ? disabled() : wrongLogin();
    }
    await this.limit.forget(SIGN_IN_LIMIT, subject);
    await this.limit.giveBack(SIGN_IN_ADDRESS_LIMIT, address);
    await this.limit.giveBack(SIGN_IN_ACCOUNT_LIMIT, account);
    if (needsRehash(row.passwordHash)) await this.users.replaceHash(row.id, await hashPassword(password));
    const refreshToken = newRefreshToken();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * DAY_MS);
    const agent = from.agent.slice(0, AGENT_LENGTH);
    const session = await this.sessions.open(
      { userId: row.id, agent, createdAt, expiresAt },
      hashOfRefresh(refreshToken),
    );
    await this.audit.write(byUser(row), { action: 'session.opened', subjectId: session.id, detail });
    return this.answer(session, row, refreshToken);
  }

  /** @returns without a refresh token when another tab has the next one already. @throws ProblemError 401 */
  async renew(refreshToken: string | null): Promise<Session> {
    if (refreshToken === null) throw noSession();
    const next = newRefreshToken();
    const renewal = await this.sessions.renew({
      hash: hashOfRefresh(refreshToken),
      nextHash: hashOfRefresh(next),
      at: this.clock.now(),
      graceMs: RENEWAL_GRACE_MS,
    });
    if (renewal.outcome === 'stolen') {
      const { userId: id, sessionId: subjectId } = renewal;
      await this.audit.write(NOBODY, { action: 'session.stolen', subjectId, detail: { user: id } });
    }
    if (renewal.outcome === 'stolen' || renewal.outcome === 'unknown') throw noSession();
    return this.answer(renewal.session, renewal.user, renewal.outcome === 'renewed' ? next : null);
  }

  /** Known by its access token, or by its refresh token when that has run out. */
  async signOut(session: SignedIn | undefined, refreshToken: string | null): Promise<void> {
    const known = refreshToken === null ? null : await this.sessions.findByToken(hashOfRefresh(refreshToken));
    const ending = session ? { id: session.sessionId, userId: session.user.id } : known;
    if (!ending || !(await this.sessions.end(ending.id, this.clock.now()))) return;
    await this.audit.write(byUser({ id: ending.userId }), { action: 'session.closed', subjectId: ending.id });
  }

  async list({ user, sessionId }: SignedIn): Promise<OpenSessions> {
    const live = await this.sessions.listLive(user.id, this.clock.now());
    return {
      sessions: live.map(({ id, agent, createdAt, seenAt }) => ({
        ...{ id, agent, current: id === sessionId },
        ...{ createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString() },
      })),
    };
  }

  async end({ user }: SignedIn, sessionId: string): Promise<void> {
    if (!(await this.sessions.endOfUser(user.id, sessionId, this.clock.now()))) throw notFound('session');
    await this.audit.write(byUser(user), { action: 'session.closed', subjectId: sessionId });
  }

  /** This one too. */
  async endAll({ user }: SignedIn): Promise<void> {
    const sessions = await this.sessions.endAll(user.id, this.clock.now());
    await this.audit.write(byUser(user), { action: 'session.closed-everywhere', detail: { sessions } });
  }

  private async answer(
    session: SessionRecord,
    user: UserRecord,
    refreshToken: string | null,
  ): Promise<Session> {
    const now = this.clock.now().getTime();
    const until = Math.min(now + this.env.SESSION_MINUTES * 60_000, session.expiresAt.getTime());
    const exp = Math.floor(until / 1000);
    const claims: SessionClaims = { sub: user.id, sid: session.id, iat: Math.floor(now / 1000), exp };
    const { id, email, name, role, helpsWith } = user;
    return {
      token: await this.jwt.signAsync(claims, { secret: this.keys.signing }),
      expiresAt: new Date(exp * 1000).toISOString(),
      refreshToken,
      user: { id, email, name, role, helpsWith },
    };
  }
}

function wrongLogin(): ProblemError {
  return new ProblemError(401, 'wrong-login', 'The e-mail address or the password is wrong.');
}

/** Only told to who knows the password. */
function disabled(): ProblemError {
  return new ProblemError(
    403,
    'account-disabled',
    'This account is switched off. Ask an administrator to switch it on.',
  );
}

function noSession(): ProblemError {
  return new ProblemError(401, 'not-signed-in', 'Your session has ended. Please sign in again.');
}
