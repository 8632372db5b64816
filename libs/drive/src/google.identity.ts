/** @module This server's identity at Google: what its environment says, else what an administrator has entered. */
import type { GoogleClient } from './drive.auth.js';
import { googleClientOf, type GoogleSettings } from './google.settings.js';
import { serviceAccountSchema, type ServiceAccount } from './service.account.js';

export interface EnteredIdentity {
  clientId: string | null;
  /** Sealed, like the next. */
  clientSecret: Uint8Array | null;
  serviceAccount: Uint8Array | null;
}

/** Looked up anew each time, so that what an administrator enters takes effect at once. */
export class GoogleIdentity {
  constructor(
    private readonly settings: GoogleSettings,
    private readonly setup: { find(): Promise<EnteredIdentity | null> },
    private readonly secrets: { open(kind: 'client-secret' | 'service-account', sealed: Uint8Array): string },
  ) {}

  /** Null if there is none: nobody can connect a Drive. */
  async client(): Promise<GoogleClient | null> {
    const fixed = googleClientOf(this.settings);
    if (fixed) return fixed;
    const { clientId, clientSecret } = (await this.setup.find()) ?? {};
    if (clientId == null || clientSecret == null) return null;
    return {
      clientId,
      clientSecret: this.secrets.open('client-secret', clientSecret),
      rootUrl: this.settings.GOOGLE_ROOT_URL,
    };
  }

  async serviceAccount(): Promise<ServiceAccount | null> {
    const fixed = this.settings.GOOGLE_SERVICE_ACCOUNT;
    if (fixed) return fixed;
    const sealed = (await this.setup.find())?.serviceAccount;
    return sealed == null
      ? null
      : serviceAccountSchema.parse(JSON.parse(this.secrets.open('service-account', sealed)));
  }
}
