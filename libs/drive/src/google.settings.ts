/** @module The OAuth client as settings name it. */
import { optionalSetting, SettingError } from '@visage/contracts/setting.contract';
import { z } from 'zod';
import type { GoogleClient } from './drive.auth.js';

export const googleSettingSchema = z.object({
  /** OAuth client of the administrator's Google project; absent = nobody can connect a Drive. */
  GOOGLE_CLIENT_ID: optionalSetting(z.string()),
  GOOGLE_CLIENT_SECRET: optionalSetting(z.string()),
  /** Address in place of Google's, for a stand-in of it. */
  GOOGLE_ROOT_URL: optionalSetting(z.url()),
});
export type GoogleSettings = z.infer<typeof googleSettingSchema>;

/** Null when none is set. @throws SettingError when one half is missing. */
export function googleClientOf(settings: GoogleSettings): GoogleClient | null {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_ROOT_URL: rootUrl } = settings;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    const missing = clientId === undefined ? 'GOOGLE_CLIENT_ID' : 'GOOGLE_CLIENT_SECRET';
    throw new SettingError(`settings of the environment are wrong:\n  ${missing}: is not set, though its other half is`);
  }
  return { clientId, clientSecret, rootUrl };
}
