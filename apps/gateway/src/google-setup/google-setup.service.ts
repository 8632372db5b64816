/** @module What administrators enter of Google: checked with Google first, sealed, and never shown again. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  GoogleClientInput,
  GoogleSetup,
  ServiceAccountInput,
} from '@visage/contracts/google-setup.contract';
import type { User } from '@visage/contracts/session.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { GoogleSetupRepository } from '@visage/database/drive/google-setup.repository';
import { probeClient, probeServiceAccount, type GoogleVerdict } from '@visage/drive/google.probe';
import { googleClientOf } from '@visage/drive/google.settings';
import { serviceAccountSchema, type ServiceAccount } from '@visage/drive/service.account';
import { GoogleSecrets } from '@visage/host/google.secrets';
import { ENV, SECRETS } from '@visage/host/host.token';
import type { Request } from 'express';
import { DriveConsent } from '../drive-account/drive.consent.js';
import type { GatewayEnv } from '../env.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class GoogleSetupService {
  private readonly sealed: GoogleSecrets;

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(SECRETS) secrets: PurposeKeys,
    @InjectRepository(GoogleSetupRepository) private readonly setup: GoogleSetupRepository,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(DriveConsent) private readonly consent: DriveConsent,
  ) {
    this.sealed = new GoogleSecrets(secrets);
  }

  async get(request: Request): Promise<GoogleSetup> {
    const fixed = googleClientOf(this.env);
    const entered = await this.setup.find();
    const clientId = fixed?.clientId ?? entered?.clientId;
    const fixedAccount = this.env.GOOGLE_SERVICE_ACCOUNT;
    const email = fixedAccount?.client_email ?? entered?.serviceAccountEmail;
    return {
      client: clientId == null ? null : { clientId, from: fixed ? 'environment' : 'page' },
      serviceAccount: email == null ? null : { email, from: fixedAccount ? 'environment' : 'page' },
      redirectUri: this.consent.redirectUriOf(request),
    };
  }

  /** @throws ProblemError 409 where the environment decides, 422 when Google does not know it, 503 when Google is away. */
  async setClient(
    user: User,
    { clientId, clientSecret }: GoogleClientInput,
    request: Request,
  ): Promise<GoogleSetup> {
    if (googleClientOf(this.env)) throw setElsewhere('GOOGLE_CLIENT_ID');
    requireKnown(await probeClient({ clientId, clientSecret, rootUrl: this.env.GOOGLE_ROOT_URL }));
    await this.setup.save({ clientId, clientSecret: this.sealed.seal('client-secret', clientSecret) });
    return this.changed(user, request);
  }

  async removeClient(user: User, request: Request): Promise<GoogleSetup> {
    await this.setup.save({ clientId: null, clientSecret: null });
    return this.changed(user, request);
  }

  /** @throws ProblemError as `setClient`. */
  async setServiceAccount(user: User, { key }: ServiceAccountInput, request: Request): Promise<GoogleSetup> {
    if (this.env.GOOGLE_SERVICE_ACCOUNT) throw setElsewhere('GOOGLE_SERVICE_ACCOUNT');
    const account = readKey(key);
    requireKnown(await probeServiceAccount(account, this.env.GOOGLE_ROOT_URL));
    const serviceAccount = this.sealed.seal('service-account', JSON.stringify(account));
    await this.setup.save({ serviceAccount, serviceAccountEmail: account.client_email });
    return this.changed(user, request);
  }

  async removeServiceAccount(user: User, request: Request): Promise<GoogleSetup> {
    await this.setup.save({ serviceAccount: null, serviceAccountEmail: null });
    return this.changed(user, request);
  }

  private async changed(user: User, request: Request): Promise<GoogleSetup> {
    await this.audit.write(byUser(user), { action: 'google-setup.changed' });
    return this.get(request);
  }
}

function setElsewhere(name: string): ProblemError {
  const detail = `${name} is set for this server and counts before what is entered here. Take it out of the settings first.`;
  return new ProblemError(409, 'google-set-elsewhere', detail);
}

function requireKnown(verdict: GoogleVerdict): void {
  if (verdict.known === true) return;
  if (verdict.known === null) throw new ProblemError(503, 'google-away', verdict.message);
  throw new ProblemError(422, 'google-refused', verdict.message);
}

/** The text is a secret: no error repeats it. */
function readKey(text: string): ServiceAccount {
  try {
    return serviceAccountSchema.parse(JSON.parse(text));
  } catch {
    const detail =
      'This is no key of a service account: take the JSON file that the Google Cloud console downloads, all of it.';
    throw new ProblemError(422, 'no-service-account', detail);
  }
}
