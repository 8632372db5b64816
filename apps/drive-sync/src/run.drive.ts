/** @module The Drive that a run reads: a connected account's, or the service account's. */
import type { DriveAccountRepository } from '@visage/database/drive-account.repository';
import { connectedAuth, serviceAccountAuth, type DriveAuth, type GoogleClient } from '@visage/drive/drive.auth';
import type { ServiceAccount } from '@visage/drive/service.account';
import type { DriveTokens } from '@visage/host/drive.tokens';

export interface GoogleAccess {
  /** Those of the environment, or what the administrator has entered. */
  client(): Promise<GoogleClient | null>;
  serviceAccount(): Promise<ServiceAccount | null>;
  accounts: Pick<DriveAccountRepository, 'find'>;
  tokens: Pick<DriveTokens, 'open'>;
}

export type RunAuth = { auth: DriveAuth } | { refused: string };

const NO_SERVICE_ACCOUNT =
  'This server has no Google account to read with. Connect your Google Drive first; or its administrator enters a service account, and the folder is shared with its address.';
const NO_CLIENT =
  'This server can no longer ask Google: its administrator enters the Google client again.';
const NOT_CONNECTED = 'The Google Drive of this run is no longer connected. Connect it again, then start again.';

export async function authOfRun(accountId: string | null, { client, serviceAccount, accounts, tokens }: GoogleAccess): Promise<RunAuth> {
  if (accountId === null) {
    const account = await serviceAccount();
    return account ? { auth: serviceAccountAuth(account) } : { refused: NO_SERVICE_ACCOUNT };
  }
  const known = await client();
  if (!known) return { refused: NO_CLIENT };
  const account = await accounts.find(accountId);
  if (account?.state !== 'connected') return { refused: NOT_CONNECTED };
  return { auth: connectedAuth(known, tokens.open(account.holderId, account.refreshToken)) };
}
