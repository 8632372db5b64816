/** @module The Google client and service account that runs ask with: those of the environment, else what was entered. */
import type { GoogleSetupRepository } from '@visage/database/google-setup.repository';
import { googleClientOf } from '@visage/drive/google.settings';
import { serviceAccountSchema } from '@visage/drive/service.account';
import type { GoogleSecrets } from '@visage/host/google.secrets';
import type { DriveSyncEnv } from './env.js';
import type { GoogleAccess } from './run.drive.js';

/** Asked anew with every run, so that what an administrator enters counts at once. */
export function googleSetupOf(
  env: Pick<DriveSyncEnv, 'GOOGLE_CLIENT_ID' | 'GOOGLE_CLIENT_SECRET' | 'GOOGLE_ROOT_URL' | 'GOOGLE_SERVICE_ACCOUNT'>,
  setup: Pick<GoogleSetupRepository, 'find'>,
  secrets: Pick<GoogleSecrets, 'open'>,
): Pick<GoogleAccess, 'client' | 'serviceAccount'> {
  return {
    client: async () => {
      const fixed = googleClientOf(env);
      if (fixed) return fixed;
      const { clientId, clientSecret } = (await setup.find()) ?? {};
      if (clientId == null || clientSecret == null) return null;
      return { clientId, clientSecret: secrets.open('client-secret', clientSecret), rootUrl: env.GOOGLE_ROOT_URL };
    },
    serviceAccount: async () => {
      if (env.GOOGLE_SERVICE_ACCOUNT) return env.GOOGLE_SERVICE_ACCOUNT;
      const sealed = (await setup.find())?.serviceAccount;
      return sealed == null ? null : serviceAccountSchema.parse(JSON.parse(secrets.open('service-account', sealed)));
    },
  };
}
