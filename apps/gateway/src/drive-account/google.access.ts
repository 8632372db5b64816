/** @module The Google client of this server, and somebody's Drive through it. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveConnection } from '@visage/contracts/drive-account.contract';
import {
  DriveAccountRepository,
  mayUse,
  type DriveAccountRecord,
  type DriveAccountUse,
  type DriveHolder,
} from '@visage/database/drive-account.repository';
import { GoogleSetupRepository } from '@visage/database/google-setup.repository';
import { connectedAuth, type GoogleClient } from '@visage/drive/drive.auth';
import { revokeConsent, type ConnectedDrive } from '@visage/drive/drive.consent';
import { createDriveReader, type DriveReader } from '@visage/drive/drive.reader';
import { googleClientOf } from '@visage/drive/google.settings';
import { DriveTokens } from '@visage/host/drive.tokens';
import { GoogleSecrets } from '@visage/host/google.secrets';
import { ENV, LOG, MASTER_KEY } from '@visage/host/host.token';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';

const DISCONNECTED = 'The Google Drive was disconnected. Connect it again, then start again; it goes on where it was.';

@Injectable()
export class GoogleAccess {
  private readonly tokens: DriveTokens;
  private readonly secrets: GoogleSecrets;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LOG) private readonly log: Logger,
    @Inject(MASTER_KEY) masterKey: Uint8Array,
    @Inject(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @Inject(GoogleSetupRepository) private readonly setup: GoogleSetupRepository,
  ) {
    this.tokens = new DriveTokens(masterKey);
    this.secrets = new GoogleSecrets(masterKey);
  }

  /** That of the environment, or the one that the administrator has entered; null where there is neither. */
  async client(): Promise<GoogleClient | null> {
    const fixed = googleClientOf(this.env);
    if (fixed) return fixed;
    const entered = await this.setup.find();
    if (entered?.clientId == null || entered.clientSecret === null) return null;
    const clientSecret = this.secrets.open('client-secret', entered.clientSecret);
    return { clientId: entered.clientId, clientSecret, rootUrl: this.env.GOOGLE_ROOT_URL };
  }

  /** @throws ProblemError 409 */
  async requireClient(): Promise<GoogleClient> {
    const client = await this.client();
    if (client) return client;
    const detail = 'Google Drive is not set up on this server. Its administrator enters a Google client first.';
    throw new ProblemError(409, 'drive-not-set-up', detail);
  }

  /** @throws ProblemError 409 when the user has connected no Drive, or not for this. */
  requireAccount(userId: string, use: DriveAccountUse): Promise<DriveAccountRecord> {
    return this.requireAccountOf({ userId }, use);
  }

  /** @throws ProblemError 409 */
  async requireAccountOf(holder: DriveHolder, use: DriveAccountUse): Promise<DriveAccountRecord> {
    const account = await this.accounts.findOf(holder);
    if (!account) throw new ProblemError(409, 'drive-not-connected', 'Connect your Google Drive first.');
    if (account.state === 'ended') throw connectionEnded();
    if (mayUse(account, use)) return account;
    throw new ProblemError(409, 'drive-use-missing', `The connection may not ${WORDS[use]}. Connect again and allow it.`);
  }

  async readerOf(account: DriveAccountRecord): Promise<DriveReader> {
    const client = await this.requireClient();
    return createDriveReader(connectedAuth(client, this.tokens.open(account.holderId, account.refreshToken)), client.rootUrl);
  }

  /** Takes the place of what the same one had connected before. */
  async keep(holder: DriveHolder, holderId: string, { refreshToken, ...account }: ConnectedDrive): Promise<void> {
    await this.accounts.connect({ holder, ...account, refreshToken: this.tokens.seal(holderId, refreshToken) });
  }

  /** Also when Google cannot be reached: here it is forgotten at once. */
  async disconnect(account: DriveAccountRecord): Promise<void> {
    await this.accounts.disconnect(account.id, DISCONNECTED);
    await this.revoke(account);
  }

  /** Google forgets the connection too. */
  async revoke({ holderId, refreshToken }: DriveAccountRecord): Promise<void> {
    const client = await this.client();
    if (!client) return;
    const revoked = await revokeConsent(client, this.tokens.open(holderId, refreshToken));
    if (!revoked) this.log.warn({ holderId }, 'Google could not be told that a Drive was disconnected');
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

export function toConnection(client: GoogleClient | null, account: DriveAccountRecord | null): DriveConnection {
  const shown = account && { email: account.email, name: account.name, uses: account.uses, state: account.state };
  return { available: client !== null, account: shown };
}

export function connectionEnded(): ProblemError {
  const detail = 'Google no longer accepts the connection: access was removed there, or it ran out. Connect Google Drive again.';
  return new ProblemError(409, 'drive-connection-ended', detail);
}
