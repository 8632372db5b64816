/** @module Links with which a user sets a password, good once: made by administrators and by organizers who invite somebody. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import type { PasswordLink, PasswordLinkOwner, PasswordSet } from '@visage/contracts/user.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { hashPassword } from '@visage/crypto/password.hash';
import { createSignedToken, verifySignedToken } from '@visage/crypto/signed.token';
import { PasswordLinkRepository } from '@visage/database/user/password-link.repository';
import { UserRepository, type UserRecord } from '@visage/database/user/user.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV, SECRETS } from '@visage/host/host.token';
import type { Request } from 'express';
import { AuditLog, byUser } from '../audit/audit.log.js';
import type { GatewayEnv } from '../env.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { publicOrigin } from '../http/public.origin.js';
import { InjectRepository } from '../platform/repository.decorator.js';

const KIND = 'password-link';
/** Over a weekend, and no longer: the link lies in somebody's mail. */
const LIFETIME_MS = 3 * 24 * 60 * 60_000;

@Injectable()
export class PasswordLinkService {
  constructor(
    @InjectRepository(PasswordLinkRepository) private readonly links: PasswordLinkRepository,
    @InjectRepository(UserRepository) private readonly users: UserRepository,
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The token stands behind `#`, which browsers send to no server and no log. */
  async create(by: User, userId: string, request: Request): Promise<PasswordLink> {
    if (!(await this.users.find(userId))) throw notFound('user');
    const expiresAt = new Date(this.clock.now().getTime() + LIFETIME_MS);
    const token = createSignedToken(this.secrets, KIND, await this.links.create(userId, expiresAt));
    await this.audit.write(byUser(by), { action: 'user.link-made', subjectId: userId });
    const origin = publicOrigin(this.env, request);
    return { url: `${origin}/set-password#${token}`, expiresAt: expiresAt.toISOString() };
  }

  async owner(token: string): Promise<PasswordLinkOwner> {
    const { email, name } = await this.find(token);
    return { email, name };
  }

  /** Ends every session of the user. */
  async redeem(token: string, { password }: PasswordSet): Promise<void> {
    const user = await this.find(token);
    const used = await this.links.use(this.idOf(token), await hashPassword(password), this.clock.now());
    if (!used) throw gone();
    await this.audit.write(byUser(user), { action: 'user.password-set', subjectId: user.id });
  }

  private async find(token: string): Promise<UserRecord> {
    const user = await this.links.findUser(this.idOf(token), this.clock.now());
    if (!user) throw gone();
    return user;
  }

  private idOf(token: string): string {
    const id = verifySignedToken(this.secrets, KIND, token);
    if (id === null) throw gone();
    return id;
  }
}

/** One answer for used, replaced, run out and never made. */
function gone(): ProblemError {
  const detail = 'This link was used already, or is too old. Ask whoever gave it to you for a new one.';
  return new ProblemError(404, 'unknown-link', detail);
}
