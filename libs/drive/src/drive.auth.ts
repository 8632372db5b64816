/** @module Whose account asks Google: that of a connected person, or the administrator's service account. */
import { JWT, OAuth2Client } from 'google-auth-library';
import type { ServiceAccount } from './service.account.js';

export const DRIVE_SCOPES = {
  /** Files created by this client: enough to export. */
  export: 'https://www.googleapis.com/auth/drive.file',
  /** Reads all of the person's Drive: requested when they want to import. */
  import: 'https://www.googleapis.com/auth/drive.readonly',
  /** Reads and writes all of it: requested when a folder of the person's own is to be mirrored in both directions. */
  mirror: 'https://www.googleapis.com/auth/drive',
} as const;
export type DriveUse = keyof typeof DRIVE_SCOPES;

/** The OAuth client that the administrator has registered with Google. */
export interface GoogleClient {
  clientId: string;
  clientSecret: string;
  /** Address used in place of Google's, for a fake server. */
  rootUrl?: string | undefined;
}

export type DriveAuth = OAuth2Client;

/** Where Google issues tokens to service accounts; also the audience of their assertions. */
const TOKEN_URL = 'https://oauth2.googleapis.com/token';

/**
 * Asks with the administrator's service account: folders must be shared with its address. `drive.file` would show it
 * none of them.
 * @param rootUrl address in place of Google's.
 */
export function serviceAccountAuth(
  account: ServiceAccount,
  use: Exclude<DriveUse, 'export'>,
  rootUrl?: string,
): JWT {
  const auth = new JWT({
    email: account.client_email,
    key: account.private_key,
    scopes: [DRIVE_SCOPES[use]],
  });
  if (rootUrl === undefined) return auth;
  // the library knows no other address for this one request
  auth.transporter.interceptors.request.add({
    resolved: (request) => {
      if (request.url.href === TOKEN_URL) request.url = endpointsAt(rootUrl).oauth2TokenUrl;
      return Promise.resolve(request);
    },
  });
  return auth;
}

/** Asks with a connected account; access tokens are fetched and renewed as needed. */
export function connectedAuth(client: GoogleClient, refreshToken: string): DriveAuth {
  const auth = oauthClientOf(client);
  auth.setCredentials({ refresh_token: refreshToken });
  return auth;
}

export function oauthClientOf(
  { clientId, clientSecret, rootUrl }: GoogleClient,
  redirectUri?: string,
): OAuth2Client {
  return new OAuth2Client({
    clientId,
    clientSecret,
    ...(redirectUri !== undefined && { redirectUri }),
    ...(rootUrl !== undefined && { endpoints: endpointsAt(rootUrl) }),
    // Google may end a token before its promised hour is over
    forceRefreshOnFailure: true,
  });
}

function endpointsAt(rootUrl: string) {
  return {
    oauth2AuthBaseUrl: new URL('o/oauth2/v2/auth', rootUrl),
    oauth2TokenUrl: new URL('token', rootUrl),
    oauth2RevokeUrl: new URL('revoke', rootUrl),
  };
}
