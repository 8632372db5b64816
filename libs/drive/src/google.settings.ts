/** @module The OAuth client and the service account as settings name them. */
import { optionalSetting, SettingError } from '@visage/contracts/setting.contract';
import { z } from 'zod';
import type { GoogleClient } from './drive.auth.js';
import { serviceAccountSchema } from './service.account.js';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' }); // the text is a secret: it is not repeated
    return z.NEVER;
  }
});

export const googleSettingSchema = z.object({
  /** OAuth client of the administrator's Google project; absent = nobody can connect a Drive. */
  GOOGLE_CLIENT_ID: optionalSetting(z.string()),
  GOOGLE_CLIENT_SECRET: optionalSetting(z.string()),
  /** JSON key of a service account; absent = only connected Drives are reached. */
  GOOGLE_SERVICE_ACCOUNT: optionalSetting(jsonText.pipe(serviceAccountSchema)),
  /** Address used in place of Google's, for a fake server. */
  GOOGLE_ROOT_URL: optionalSetting(z.url()),
});
export type GoogleSettings = z.infer<typeof googleSettingSchema>;

/** Null if none is set. @throws SettingError when one half is missing. */
export function googleClientOf(settings: GoogleSettings): GoogleClient | null {
  const {
    GOOGLE_CLIENT_ID: clientId,
    GOOGLE_CLIENT_SECRET: clientSecret,
    GOOGLE_ROOT_URL: rootUrl,
  } = settings;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    const missing = clientId === undefined ? 'GOOGLE_CLIENT_ID' : 'GOOGLE_CLIENT_SECRET';
    throw new SettingError(
      `settings of the environment are wrong:\n  ${missing}: is not set, though its other half is`,
    );
  }
  return { clientId, clientSecret, rootUrl };
}
