/** @module The settings of a gateway whose Google is the stand-in, with the client that it knows. */
import type { DriveServer } from '@visage/testing/drive.server';

export function settingsOf({ oauth, rootUrl }: DriveServer): Record<string, string> {
  return {
    GOOGLE_CLIENT_ID: oauth.clientId,
    GOOGLE_CLIENT_SECRET: oauth.clientSecret,
    GOOGLE_ROOT_URL: rootUrl,
  };
}
