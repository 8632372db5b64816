/** @module A user's connection to Google Drive: begun here, allowed at Google, kept sealed, taken back in both places. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveConnection,
  DriveConsent,
  DriveConsentAnswer,
  DriveConsentCreate,
} from '@visage/contracts/drive-account.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveAccountRepository } from '@visage/database/drive-account.repository';
import {
  ConsentError,
  finishConsent,
  requestConsent,
  revokeConsent,
  wordsForConsentError,
} from '@visage/drive/drive.consent';
import { ENV, LOG, MASTER_KEY } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';
import { ConsentCookie } from './consent.cookie.js';
import { GoogleAccess } from './google.access.js';

/** The page of the web app that Google sends people back to; it is what the administrator registers. */
const CONNECTED_PATH = '/drive/connected';
const DISCONNECTED = 'The Google Drive was disconnected. Connect it again, then start again; it goes on where it was.';

@Injectable()
export class DriveAccountService {
  private readonly cookie: ConsentCookie;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LOG) private readonly log: Logger,
    @Inject(MASTER_KEY) masterKey: Uint8Array,
    @Inject(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
  ) {
    this.cookie = new ConsentCookie(masterKey);
  }

  async get(user: User): Promise<DriveConnection> {
    const account = await this.accounts.findOfUser(user.id);
    const shown = account && { email: account.email, name: account.name, uses: account.uses, state: account.state };
    return { available: this.google.client !== null, account: shown };
  }

  async startConsent(user: User, { uses }: DriveConsentCreate, request: Request, response: Response): Promise<DriveConsent> {
    const client = this.google.requireClient();
    const redirectUri = `${this.originOf(request)}${CONNECTED_PATH}`;
    const state = this.cookie.newState();
    const known = await this.accounts.findOfUser(user.id);
    const { url, codeVerifier } = await requestConsent(client, { redirectUri, state, uses, ...(known && { loginHint: known.email }) });
    this.cookie.write(request, response, user.id, { state, codeVerifier, redirectUri });
    return { url };
  }

  /** @throws ProblemError 409 with what Google said, in words for people. */
  async finishConsent(user: User, answer: DriveConsentAnswer, request: Request, response: Response): Promise<DriveConnection> {
    const client = this.google.requireClient();
    const pending = this.cookie.take(request, response, user.id, answer.state);
    if (!pending) {
      const detail = 'This sign-in was not begun in this browser, or too long ago. Connect Google Drive once more.';
      throw new ProblemError(409, 'drive-consent-unknown', detail);
    }
    if (answer.error !== undefined || answer.code === undefined)
      throw new ProblemError(409, 'drive-consent-refused', wordsForConsentError(answer.error ?? 'no code'));
    const { refreshToken, ...account } = await finishConsent(client, { ...pending, code: answer.code }).catch(toProblem);
    await this.accounts.connect({ userId: user.id, ...account, refreshToken: this.google.tokens.seal(user.id, refreshToken) });
    return this.get(user);
  }

  /** Also when Google cannot be reached: here it is forgotten at once. */
  async disconnect(user: User): Promise<void> {
    const account = await this.accounts.findOfUser(user.id);
    if (!account) return;
    await this.accounts.disconnect(account.id, DISCONNECTED);
    if (!this.google.client) return;
    const revoked = await revokeConsent(this.google.client, this.google.tokens.open(user.id, account.refreshToken));
    if (!revoked) this.log.warn({ userId: user.id }, 'Google could not be told that a Drive was disconnected');
  }

  /** Where this browser has its session: it must come back to the very same address. Google knows which ones are ours. */
  private originOf(request: Request): string {
    const host = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    return request.get('origin') ?? this.env.PUBLIC_URL ?? host;
  }
}

function toProblem(error: unknown): never {
  if (error instanceof ConsentError) throw new ProblemError(409, 'drive-consent-refused', error.message, { cause: error });
  throw error;
}
