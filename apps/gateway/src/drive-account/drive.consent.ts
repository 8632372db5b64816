/** @module Somebody goes to Google's page and comes back: a user, or a guest behind a link. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveConsentAnswer, DriveConsentCreate } from '@visage/contracts/drive-account.contract';
import {
  ConsentError,
  finishConsent,
  requestConsent,
  consentErrorMessage,
  type ConnectedDrive,
} from '@visage/drive/drive.consent';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV, SECRETS } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';
import { publicOrigin } from '../http/public.origin.js';
import { ConsentCookie } from './consent.cookie.js';
import { GoogleAccess } from './google.access.js';

/** The page of the web app that Google sends people back to; it is what the administrator registers. */
const CONNECTED_PATH = '/drive/connected';

export interface ConsentWish extends DriveConsentCreate {
  /** The user or guest. */
  holderId: string;
  loginHint?: string | undefined;
}

@Injectable()
export class DriveConsent {
  private readonly cookie: ConsentCookie;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(SECRETS) secrets: PurposeKeys,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.cookie = new ConsentCookie(secrets, clock);
  }

  /** @returns the address that the browser goes to. */
  async start(
    { holderId, uses, loginHint }: ConsentWish,
    request: Request,
    response: Response,
  ): Promise<string> {
    const client = await this.google.requireClient();
    const redirectUri = this.redirectUriOf(request);
    const state = this.cookie.newState();
    const { url, codeVerifier } = await requestConsent(client, {
      redirectUri,
      state,
      uses,
      ...(loginHint !== undefined && { loginHint }),
    });
    this.cookie.write(request, response, holderId, { state, codeVerifier, redirectUri });
    return url;
  }

  /** @throws ProblemError 409 with what Google said, in words for people. */
  async finish(
    holderId: string,
    answer: DriveConsentAnswer,
    request: Request,
    response: Response,
  ): Promise<ConnectedDrive> {
    const client = await this.google.requireClient();
    const pending = this.cookie.take(request, response, holderId, answer.state);
    if (!pending) {
      const detail =
        'This sign-in was not begun in this browser, or too long ago. Connect Google Drive once more.';
      throw new ProblemError(409, 'drive-consent-unknown', detail);
    }
    if (answer.error !== undefined || answer.code === undefined)
      throw new ProblemError(409, 'drive-consent-refused', consentErrorMessage(answer.error ?? 'no code'));
    return finishConsent(client, { ...pending, code: answer.code }).catch(toProblem);
  }

  /** Where this browser has its session: it must come back to the very same address. Google knows which ones are ours. */
  redirectUriOf(request: Request): string {
    return `${request.get('origin') ?? publicOrigin(this.env, request)}${CONNECTED_PATH}`;
  }
}

function toProblem(error: unknown): never {
  if (error instanceof ConsentError)
    throw new ProblemError(409, 'drive-consent-refused', error.message, { cause: error });
  throw error;
}
