/** @module The Google client of this server, and a user's Drive through it. */
import { Inject, Injectable } from '@nestjs/common';
import { DriveAccountRepository, mayUse, type DriveAccountRecord, type DriveAccountUse } from '@visage/database/drive-account.repository';
import { connectedAuth, type GoogleClient } from '@visage/drive/drive.auth';
import { createDriveReader, type DriveReader } from '@visage/drive/drive.reader';
import { googleClientOf } from '@visage/drive/google.settings';
import { DriveTokens } from '@visage/host/drive.tokens';
import { ENV, MASTER_KEY } from '@visage/host/host.token';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';

@Injectable()
export class GoogleAccess {
  /** Null when the administrator has set none up. */
  readonly client: GoogleClient | null;
  readonly tokens: DriveTokens;

  constructor(
    @Inject(ENV) env: GatewayEnv,
    @Inject(MASTER_KEY) masterKey: Uint8Array,
    @Inject(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
  ) {
    this.client = googleClientOf(env);
    this.tokens = new DriveTokens(masterKey);
  }

  /** @throws ProblemError 409 */
  requireClient(): GoogleClient {
    if (this.client) return this.client;
    const detail = 'Google Drive is not set up on this server. Its administrator sets GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.';
    throw new ProblemError(409, 'drive-not-set-up', detail);
  }

  /** @throws ProblemError 409 when the user has connected no Drive, or not for this. */
  async requireAccount(userId: string, use: DriveAccountUse): Promise<DriveAccountRecord> {
    const account = await this.accounts.findOfUser(userId);
    if (!account) throw new ProblemError(409, 'drive-not-connected', 'Connect your Google Drive first.');
    if (account.state === 'ended') throw connectionEnded();
    if (mayUse(account, use)) return account;
    throw new ProblemError(409, 'drive-use-missing', `The connection may not ${WORDS[use]}. Connect again and allow it.`);
  }

  readerOf(account: DriveAccountRecord): DriveReader {
    const client = this.requireClient();
    return createDriveReader(connectedAuth(client, this.tokens.open(account.userId, account.refreshToken)), client.rootUrl);
  }

  async markEnded(account: DriveAccountRecord): Promise<void> {
    await this.accounts.markEnded(account.id);
  }
}

const WORDS: Record<DriveAccountUse, string> = {
  import: 'read your folders',
  export: 'put photos into your Drive',
  mirror: 'change folders that Visage has not made',
};

export function connectionEnded(): ProblemError {
  const detail = 'Google no longer accepts the connection: access was removed there, or it ran out. Connect Google Drive again.';
  return new ProblemError(409, 'drive-connection-ended', detail);
}
