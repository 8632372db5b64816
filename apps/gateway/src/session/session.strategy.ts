/** @module Who is signed in: the token from the Authorization header or the cookie, checked against the session's and the user's rows. */
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { SessionRepository } from '@visage/database/user/session.repository';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { SignedIn } from '../http/gateway.request.js';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';
import { readSessionCookie } from './session.cookie.js';
import { SessionKeys } from './session.keys.js';
import { sessionClaimsSchema } from './session.token.js';

export const SESSION_ALGORITHM = 'HS256';

type KeyDone = (error: unknown, key: Buffer) => void;

@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(
    @Inject(SessionKeys) keys: SessionKeys,
    @InjectRepository(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromExtractors([
        ExtractJwt.fromAuthHeaderAsBearerToken(),
        readSessionCookie,
      ]),
      // A Buffer would be tried as a public key first, with every request: a millisecond. The types know no KeyObjects.
      secretOrKeyProvider: (_request: unknown, token: string, done: KeyDone) =>
        done(null, keys.of(token) as unknown as Buffer),
      algorithms: [SESSION_ALGORITHM],
      ignoreExpiration: true, // by the system's clock: `validate` asks ours
    });
  }

  /** Null = no session, like a missing token. */
  async validate(payload: unknown): Promise<SignedIn | null> {
    const claims = sessionClaimsSchema.safeParse(payload);
    if (!claims.success) return null;
    const { sub, sid, exp } = claims.data;
    const now = this.clock.now();
    if (now.getTime() >= exp * 1000) return null;
    const found = await this.sessions.findLive(sid, now);
    if (found?.user.id !== sub) return null;
    const { id, email, name, role, helpsWith } = found.user;
    const user = { id, email, name, role, helpsWith };
    return { user, sessionId: sid, expiresAt: new Date(exp * 1000).toISOString() };
  }
}
