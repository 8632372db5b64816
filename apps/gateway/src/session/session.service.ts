/** @module Signing in: the password is checked, a token is issued. */
import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { Session, SignIn } from '@visage/contracts/session.contract';
import { hashPassword, needsRehash, verifyPassword } from '@visage/crypto/password.hash';
import { UserRepository } from '@visage/database/user.repository';
import { AuditLog, byUser, NOBODY } from '../audit/audit.log.js';
import { ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { SIGN_IN_LIMIT } from '../limit/rate.settings.js';
import { SESSION_DAYS, type SessionClaims } from './session.token.js';

@Injectable()
export class SessionService {
  constructor(
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(JwtService) private readonly jwt: JwtService,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /** @param address of the caller, for the limit. An unknown e-mail costs as much time as a wrong password. */
  async signIn({ email, password }: SignIn, address: string): Promise<Session> {
    const subject = `${address} ${email.trim().toLowerCase()}`;
    await this.limit.take(SIGN_IN_LIMIT, subject);
    const row = await this.users.findByEmail(email);
    const right = await verifyPassword(row?.passwordHash ?? null, password);
    if (!row || !right) {
      const refused = { action: 'session.refused', subjectId: row?.id ?? null } as const;
      await this.audit.write(NOBODY, { ...refused, detail: { address: addressSubject(address) } });
      throw new ProblemError(401, 'wrong-login', 'The e-mail address or the password is wrong.');
    }
    await this.limit.forget(SIGN_IN_LIMIT, subject);
    if (needsRehash(row.passwordHash)) await this.users.replaceHash(row.id, await hashPassword(password));
    const detail = { address: addressSubject(address) };
    await this.audit.write(byUser(row), { action: 'session.opened', detail });
    const at = Date.now();
    const exp = Math.floor(at / 1000) + SESSION_DAYS * 86_400;
    const claims: SessionClaims = { sub: row.id, at, exp };
    const { id, name, role } = row;
    return {
      token: await this.jwt.signAsync(claims),
      expiresAt: new Date(exp * 1000).toISOString(),
      user: { id, email: row.email, name, role },
    };
  }
}
