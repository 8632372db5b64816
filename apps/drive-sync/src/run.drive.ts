/** @module The Drive of a run: a connected account's, or what is shared with the service account. */
import type { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { connectedAuth, serviceAccountAuth, type DriveAuth } from '@visage/drive/drive.auth';
import type { GoogleIdentity } from '@visage/drive/google.identity';
import type { DriveTokens } from '@visage/host/drive.tokens';

export interface GoogleAccess {
  identity: Pick<GoogleIdentity, 'client' | 'serviceAccount'>;
  accounts: Pick<DriveAccountRepository, 'find'>;
  tokens: Pick<DriveTokens, 'open'>;
  /** Address in place of Google's. */
  rootUrl?: string | undefined;
}

/** Whose Drive: an account's by its id, or what the service account may read, or read and write. */
export type RunDrive = { accountId: string } | { service: 'import' | 'mirror' };
export type RunAuth = { auth: DriveAuth } | { refused: string };

const NO_SERVICE_ACCOUNT =
  'This server has no Google account to ask with. Connect your Google Drive first; or its administrator enters a service account, and the folder is shared with its address.';
const NO_CLIENT = 'This server can no longer ask Google: its administrator enters the Google client again.';
const NOT_CONNECTED =
  'The Google Drive of this run is no longer connected. Connect it again, then start again.';

export async function authOfRun(
  drive: RunDrive,
  { identity, accounts, tokens, rootUrl }: GoogleAccess,
): Promise<RunAuth> {
  if ('service' in drive) {
    const service = await identity.serviceAccount();
    return service
      ? { auth: serviceAccountAuth(service, drive.service, rootUrl) }
      : { refused: NO_SERVICE_ACCOUNT };
  }
  const client = await identity.client();
  if (!client) return { refused: NO_CLIENT };
  const account = await accounts.find(drive.accountId);
  if (account?.state !== 'connected') return { refused: NOT_CONNECTED };
  return { auth: connectedAuth(client, tokens.open(account.holderId, account.refreshToken)) };
}
