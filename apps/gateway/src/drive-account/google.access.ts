/** @module The Google client of this server, and somebody's Drive through it. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveConnection } from '@visage/contracts/drive-account.contract';
import type { User } from '@visage/contracts/session.contract';
import {
  DriveAccountRepository,
  mayUse,
  type DriveAccountRecord,
  type DriveAccountUse,
  type DriveHolder,
} from '@visage/database/drive/drive-account.repository';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { connectedAuth, serviceAccountAuth, type GoogleClient } from '@visage/drive/drive.auth';
import { revokeConsent, type ConnectedDrive } from '@visage/drive/drive.consent';
import { createDriveReader, type DriveReader } from '@visage/drive/drive.reader';
import { createDriveWriter, type DriveWriter } from '@visage/drive/drive.writer';
import { GoogleIdentity } from '@visage/drive/google.identity';
import type { ServiceAccount } from '@visage/drive/service.account';
import { DriveTokens } from '@visage/host/drive.tokens';
import { GoogleSecrets } from '@visage/host/google.secrets';
import { ENV, LOG, SECRETS } from '@visage/host/host.token';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

const DISCONNECTED =
  'The Google Drive was disconnected. Connect it again, then start again; it goes on where it was.';

@Injectable()
export class GoogleAccess {
  private readonly tokens: DriveTokens;
  private readonly identity: GoogleIdentity;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LOG) private readonly log: Logger,
    @Inject(SECRETS) secrets: PurposeKeys,
    @InjectRepository(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @InjectRepository(GoogleSetupRepository) setup: GoogleSetupRepository,
  ) {
    this.tokens = new DriveTokens(secrets);
    this.identity = new GoogleIdentity(env, setup, new GoogleSecrets(secrets));
  }

  client(): Promise<GoogleClient | null> {
    return this.identity.client();
  }

  /** Photos may go to Google Drive from here. */
  async isSetUp(): Promise<boolean> {
    return (await this.client()) !== null || (await this.identity.serviceAccount()) !== null;
  }

  /** How a user stands with Google Drive. */
  async connectionOf(user: User): Promise<DriveConnection> {
    const [client, service, account] = await Promise.all([
      this.client(),
      this.serviceFor(user),
      this.accounts.findOfUser(user.id),
    ]);
    return {
      available: client !== null,
      account: account && {
        email: account.email,
        name: account.name,
        uses: account.uses,
        state: account.state,
      },
      serviceAccount: service && { email: service.client_email },
    };
  }

  /** @throws ProblemError 409 */
  async requireClient(): Promise<GoogleClient> {
    const client = await this.client();
    if (client) return client;
    const detail =
      'Google Drive is not set up on this server. Its administrator enters a Google client first.';
    throw new ProblemError(409, 'drive-not-set-up', detail);
  }

  /**
   * The user's own Drive, never that of an event's organizer; null = the service account, where the user has connected none.
   * @throws ProblemError 409 when there is neither, or the own one is not connected for this.
   */
  async requireDrive(user: User, use: DriveAccountUse): Promise<DriveAccountRecord | null> {
    const own = await this.accounts.findOfUser(user.id);
    if (!own && (await this.serviceFor(user))) return null;
    return this.requireAccountOf({ userId: user.id }, use);
  }

  /** What is shared with the service account is the organizers': whoever only helps brings photos from a Drive of their own. */
  private async serviceFor({ role }: User): Promise<ServiceAccount | null> {
    return role === 'collaborator' ? null : this.identity.serviceAccount();
  }

  /** @throws ProblemError 409 */
  async requireAccountOf(holder: DriveHolder, use: DriveAccountUse): Promise<DriveAccountRecord> {
    const account = await this.accounts.findOf(holder);
    if (!account) throw notConnected();
    if (account.state === 'ended') throw connectionEnded();
    if (mayUse(account, use)) return account;
    throw new ProblemError(
      409,
      'drive-use-missing',
      `The connection may not ${WORDS[use]}. Connect again and allow it.`,
    );
  }

  /** @param account null = the service account. @throws ProblemError 409 */
  async readerOf(account: DriveAccountRecord | null): Promise<DriveReader> {
    if (!account) {
      const service = await this.identity.serviceAccount();
      if (!service) throw notConnected();
      return createDriveReader(
        serviceAccountAuth(service, 'import', this.env.GOOGLE_ROOT_URL),
        this.env.GOOGLE_ROOT_URL,
      );
    }
    const client = await this.requireClient();
    return createDriveReader(
      connectedAuth(client, this.tokens.open(account.holderId, account.refreshToken)),
      client.rootUrl,
    );
  }

  /** What puts things into Drive, and takes away what was put there. @param account null = the service account. @throws ProblemError 409 */
  async writerOf(account: DriveAccountRecord | null): Promise<DriveWriter> {
    if (!account) {
      const service = await this.identity.serviceAccount();
      if (!service) throw notConnected();
      const { GOOGLE_ROOT_URL: rootUrl } = this.env;
      return createDriveWriter(serviceAccountAuth(service, 'mirror', rootUrl), rootUrl);
    }
    const client = await this.requireClient();
    const token = this.tokens.open(account.holderId, account.refreshToken);
    return createDriveWriter(connectedAuth(client, token), client.rootUrl);
  }

  /** Takes the place of what the same one had connected before. */
  async keep(
    holder: DriveHolder,
    holderId: string,
    { refreshToken, ...account }: ConnectedDrive,
  ): Promise<void> {
    await this.accounts.connect({
      holder,
      ...account,
      refreshToken: this.tokens.seal(holderId, refreshToken),
    });
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

function notConnected(): ProblemError {
  return new ProblemError(409, 'drive-not-connected', 'Connect your Google Drive first.');
}

export function connectionEnded(): ProblemError {
  const detail =
    'Google no longer accepts the connection: access was removed there, or it ran out. Connect Google Drive again.';
  return new ProblemError(409, 'drive-connection-ended', detail);
}
