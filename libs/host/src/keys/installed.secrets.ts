/**
 * @module The secrets of this installation as a running process knows them. Until the master key is replaced for the first time
 * its own bytes are the secret, as they were before there was a record of them. What another process changes is read here within
 * seconds, so a new secret is made known before anything is made with it.
 */
import type { OneOrMore, PurposeKeys } from '@visage/crypto/purpose.keys';
import { masterKeyId } from '@visage/crypto/wrapped.box';
import type { KeyStore } from '@visage/keys/key.store';
import type { MasterKeys } from './master.keys.js';
import { SecretRing, unwrapSecrets, wrapSecrets } from './secret.ring.js';

/** How long a running process may not know of a new secret. */
export const SECRETS_POLL_MS = 3_000;

type SecretStore = Pick<KeyStore, 'readSecrets' | 'writeSecrets'>;

export class InstalledSecrets implements PurposeKeys {
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly store: SecretStore,
    private readonly masters: MasterKeys,
    private known: { record: Uint8Array | null; ring: SecretRing },
  ) {}

  static async open(store: SecretStore, masters: MasterKeys): Promise<InstalledSecrets> {
    const record = await store.readSecrets();
    return new InstalledSecrets(store, masters, { record, ring: await ringOf(record, masters) });
  }

  get ring(): SecretRing {
    return this.known.ring;
  }

  of(purpose: string): OneOrMore {
    return this.known.ring.of(purpose);
  }

  async save(ring: SecretRing): Promise<void> {
    const record = wrapSecrets(this.masters.current, ring);
    await this.store.writeSecrets(record);
    this.known = { record, ring };
  }

  watch(log: { warn(detail: object, message: string): void }): this {
    const look = (): Promise<void> =>
      this.reload().catch((err: unknown) =>
        log.warn(
          { err },
          'the secrets in the key store could not be read; those that are known go on to count',
        ),
      );
    this.timer = setInterval(() => void look(), SECRETS_POLL_MS).unref();
    return this;
  }

  close(): void {
    clearInterval(this.timer);
  }

  async reload(): Promise<void> {
    const record = await this.store.readSecrets();
    if (isSame(record, this.known.record)) return;
    this.known = { record, ring: await ringOf(record, this.masters) };
  }
}

async function ringOf(record: Uint8Array | null, masters: MasterKeys): Promise<SecretRing> {
  if (record) return unwrapSecrets(await masters.openerOf(record), record);
  const secret = new Uint8Array(masters.former ?? masters.current);
  return new SecretRing([{ id: masterKeyId(secret), secret }]);
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
