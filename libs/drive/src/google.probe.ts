/**
 * @module Does Google know this client, or this service account? Checked before either is stored, with answers written
 * for the administrator.
 */
import { z } from 'zod';
import { connectedAuth, serviceAccountAuth, type GoogleClient } from './drive.auth.js';
import type { ServiceAccount } from './service.account.js';

export type GoogleVerdict =
  | { known: true }
  /** Google said no. */
  | { known: false; message: string }
  /** Google did not answer: nobody can tell. */
  | { known: null; message: string };

const errorSchema = z.object({
  message: z.string().default(''),
  response: z
    .object({
      data: z
        .object({ error: z.string(), error_description: z.string().default('') })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

const AWAY =
  'Google could not be reached to check this. Make sure that this server can reach oauth2.googleapis.com, then try again.';

/**
 * Asks with a token that nobody has: Google tells a client it knows that the token is bad, and any other that it is
 * unknown.
 */
export async function probeClient(client: GoogleClient): Promise<GoogleVerdict> {
  try {
    await connectedAuth(client, 'probe').getAccessToken();
    return { known: true };
  } catch (error) {
    switch (signInErrorOf(error)) {
      case 'invalid_grant':
        return { known: true };
      case 'invalid_client':
      case 'unauthorized_client':
        return {
          known: false,
          message:
            'Google does not know this client id with this secret. Copy both again from the Google Cloud console, without spaces.',
        };
      case undefined:
        return { known: null, message: AWAY };
      default:
        return {
          known: false,
          message: `Google refused this client (${signInErrorOf(error) ?? ''}). Check it in the Google Cloud console.`,
        };
    }
  }
}

export async function probeServiceAccount(account: ServiceAccount, rootUrl?: string): Promise<GoogleVerdict> {
  try {
    await serviceAccountAuth(account, 'import', rootUrl).authorize();
    return { known: true };
  } catch (error) {
    const said = signInErrorOf(error);
    if (said !== undefined)
      return {
        known: false,
        message: `Google refused this service account (${said}): its key was deleted, or the account is disabled. Make a new key in the Google Cloud console.`,
      };
    const broken = /PEM|asn1|DECODER|key/i.test(errorSchema.safeParse(error).data?.message ?? '');
    return broken
      ? {
          known: false,
          message:
            'The private key in this file cannot be read. Download the JSON key once more and use the file unchanged.',
        }
      : { known: null, message: AWAY };
  }
}

function signInErrorOf(error: unknown): string | undefined {
  const { message = '', response } = errorSchema.safeParse(error).data ?? {};
  return response?.data?.error ?? /^(invalid_\w+|unauthorized_client)/.exec(message)?.[1];
}
