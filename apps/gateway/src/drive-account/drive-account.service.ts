/** @module A user's connection to Google Drive: begun here, allowed at Google, kept sealed, taken back in both places. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveConnection,
  DriveConsent as DriveConsentAddress,
  DriveConsentAnswer,
  DriveConsentCreate,
} from '@visage/contracts/drive-account.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import type { Request, Response } from 'express';
import { InjectRepository } from '../platform/repository.decorator.js';
import { DriveConsent } from './drive.consent.js';
import { GoogleAccess } from './google.access.js';

@Injectable()
export class DriveAccountService {
  constructor(
    @InjectRepository(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(DriveConsent) private readonly consent: DriveConsent,
  ) {}

  get(user: User): Promise<DriveConnection> {
    return this.google.connectionOf(user);
  }

  async startConsent(
    user: User,
    { uses }: DriveConsentCreate,
    request: Request,
    response: Response,
  ): Promise<DriveConsentAddress> {
    const known = await this.accounts.findOfUser(user.id);
    return {
      url: await this.consent.start({ holderId: user.id, uses, loginHint: known?.email }, request, response),
    };
  }

  async finishConsent(
    user: User,
    answer: DriveConsentAnswer,
    request: Request,
    response: Response,
  ): Promise<DriveConnection> {
    const connected = await this.consent.finish(user.id, answer, request, response);
    await this.google.keep({ userId: user.id }, user.id, connected);
    return this.get(user);
  }

  async disconnect(user: User): Promise<void> {
    const account = await this.accounts.findOfUser(user.id);
    if (account) await this.google.disconnect(account);
  }
}
