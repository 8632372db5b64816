/** @module A person connects their Drive (authorization code with PKCE) and disconnects it again. */
import { CodeChallengeMethod } from 'google-auth-library';
import { z } from 'zod';
import {
  DRIVE_SCOPES,
  connectedAuth,
  oauthClientOf,
  type DriveUse,
  type GoogleClient,
} from './drive.auth.js';
import { driveApi } from './drive.reader.js';

/** Why a Drive could not be connected; its message is for people. */
export class ConsentError extends Error {
  override readonly name = 'ConsentError';
}

export interface ConsentRequest {
  url: string;
  /** We keep it until the person comes back, and show it to nobody: it proves that the request was ours. */
  codeVerifier: string;
}

export interface ConnectedDrive {
  refreshToken: string;
  uses: DriveUse[];
  email: string;
  name: string;
}

/** @param state comes back with the person and proves that this browser started the request. */
export async function requestConsent(
  client: GoogleClient,
  {
    redirectUri,
    state,
    uses,
    loginHint,
  }: { redirectUri: string; state: string; uses: readonly DriveUse[]; loginHint?: string },
): Promise<ConsentRequest> {
  const oauth = oauthClientOf(client, redirectUri);
  const { codeVerifier, codeChallenge } = await oauth.generateCodeVerifierAsync();
  const url = oauth.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent', // otherwise Google gives the refresh token only the first time
    include_granted_scopes: false,
    scope: uses.map((use) => DRIVE_SCOPES[use]),
    state,
    code_challenge_method: CodeChallengeMethod.S256,
    code_challenge: codeChallenge ?? '',
    ...(loginHint !== undefined && { login_hint: loginHint }),
  });
  return { url, codeVerifier };
}

/** @throws ConsentError with a message for the person. */
export async function finishConsent(
  client: GoogleClient,
  { redirectUri, code, codeVerifier }: { redirectUri: string; code: string; codeVerifier: string },
): Promise<ConnectedDrive> {
  const oauth = oauthClientOf(client, redirectUri);
  const { tokens } = await oauth.getToken({ code, codeVerifier }).catch((error: unknown): never => {
    throw new ConsentError(tokenErrorMessage(error), { cause: error });
  });
  const granted = (tokens.scope ?? '').split(' ');
  const uses = (Object.keys(DRIVE_SCOPES) as DriveUse[]).filter((use) => granted.includes(DRIVE_SCOPES[use]));
  if (uses.length === 0 || !tokens.refresh_token)
    throw new ConsentError(
      'Google let you in, but the box that allows access to Drive was not ticked. Connect again and tick it.',
    );
  const auth = connectedAuth(client, tokens.refresh_token);
  const { data } = await driveApi(auth, client.rootUrl).about.get({
    fields: 'user(displayName,emailAddress)',
  });
  const email = data.user?.emailAddress ?? '';
  return { refreshToken: tokens.refresh_token, uses, email, name: data.user?.displayName ?? email };
}

/** The meaning of the `error` in the address with which Google sends the person back. */
export function consentErrorMessage(error: string): string {
  switch (error) {
    case 'access_denied':
      return 'Google did not let Visage in: you cancelled, or Google has not verified the app yet and your address is not among its test users. Its administrator can add you.';
    case 'admin_policy_enforced':
    case 'org_internal':
      return "Your organization's Google administrator does not allow this app. Ask them, or connect another account.";
    default:
      return `Google refused the connection (${error.slice(0, 60)}). Try again; if that does not help, the administrator should check the OAuth client.`;
  }
}

/** True once Google has forgotten the connection, even if it already had before. */
export async function revokeConsent(client: GoogleClient, refreshToken: string): Promise<boolean> {
  try {
    await oauthClientOf(client).revokeToken(refreshToken);
    return true;
  } catch (error) {
    const status = tokenErrorSchema.safeParse(error).data?.response?.status;
    return status === 400; // invalid_token: it had already been revoked
  }
}

const tokenErrorSchema = z.object({
  response: z
    .object({
      status: z.number().optional(),
      data: z.object({ error: z.string() }).optional().catch(undefined),
    })
    .optional(),
});

function tokenErrorMessage(error: unknown): string {
  switch (tokenErrorSchema.safeParse(error).data?.response?.data?.error ?? '') {
    case 'invalid_grant':
      return 'This sign-in has expired or was used already. Connect Google Drive once more.';
    case 'invalid_client':
    case 'unauthorized_client':
      return 'Google does not know this server: its administrator should check the Google client that was entered.';
    case 'redirect_uri_mismatch':
      return "This server's address is not registered with Google: its administrator should add it to the OAuth client.";
    default:
      return 'Google could not be reached to finish the connection. Try again in a moment.';
  }
}
