/** @module The Drive that a run reads: a connected account's, or the service account's. */
import type { DriveAccountRepository } from '@visage/database/drive-account.repository';
import { connectedAuth, serviceAccountAuth, type DriveAuth, type GoogleClient } from '@visage/drive/drive.auth';
import type { ServiceAccount } from '@visage/drive/service.account';
import type { DriveTokens } from '@visage/host/drive.tokens';

export interface GoogleAccess {
  client: GoogleClient | null;
  serviceAccount: ServiceAccount | null;
  accounts: Pick<DriveAccountRepository, 'find'>;
  tokens: Pick<DriveTokens, 'open'>;
}

export type RunAuth = { auth: DriveAuth } | { refused: string };

const NO_SERVICE_ACCOUNT =
  'This server has no Google account to read with. Connect your Google Drive first; or its administrator sets GOOGLE_SERVICE_ACCOUNT, and the folder is shared with its address.';
const NO_CLIENT =
  'This server can no longer ask Google: its administrator sets GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET.';
const NOT_CONNECTED = 'The Google Drive of this run is no longer connected. Connect it again, then start again.';

export async function authOfRun(accountId: string | null, { client, serviceAccount, accounts, tokens }: GoogleAccess): Promise<RunAuth> {
  if (accountId === null)
    return serviceAccount ? { auth: serviceAccountAuth(serviceAccount) } : { refused: NO_SERVICE_ACCOUNT };
  if (!client) return { refused: NO_CLIENT };
  const account = await accounts.find(accountId);
  if (account?.state !== 'connected') return { refused: NOT_CONNECTED };
  return { auth: connectedAuth(client, tokens.open(account.userId, account.refreshToken)) };
}
