/**
 * @module Puts a new master key in the place of the present one. What the old one wraps is wrapped by the new one, and what the
 * installation's secret seals is sealed under a new one. What people carry (QR codes, links of browsers) goes on to be recognised.
 * Every step may be done twice, and a run that dies is gone on with by the next.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { joinWrappedKeys, rewrapDataKey, splitWrappedKeys } from '@visage/crypto/data.key';
import { resealReceiptKey } from '@visage/crypto/receipt.signature';
import { KeyError } from '@visage/crypto/secret.key';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import { resealShortCode } from '@visage/crypto/short-code.box';
import { masterKeyId, wrappedKeyId } from '@visage/crypto/wrapped.box';
import type { EventKeyRepository } from '@visage/database/event/event-key.repository';
import type { SealedSecretRepository } from '@visage/database/event/sealed-secret.repository';
import type { KeyStore } from '@visage/keys/key.store';
import { DriveTokens } from '../drive.tokens.js';
import { GoogleSecrets } from '../google.secrets.js';
import { SECRETS_POLL_MS, type InstalledSecrets } from './installed.secrets.js';
import type { MasterKeys } from './master.keys.js';
import { newSecret, retired, SecretRing } from './secret.ring.js';

/** Until every running process knows of a secret; the second half is for one that is slow. */
const KNOWN_AFTER_MS = 2 * SECRETS_POLL_MS;
const CODES_AT_ONCE = 500;

export interface MasterRotationParts {
  store: KeyStore;
  masters: MasterKeys;
  secrets: InstalledSecrets;
  events: EventKeyRepository;
  sealed: SealedSecretRepository;
  /** Puts the new key where apps read it, unless it is there. */
  replace(): Promise<void>;
  /** Removes the one before. */
  forget(): Promise<void>;
  say(step: string): void;
  /** Absent = as long as running apps need. */
  knownAfterMs?: number | undefined;
}

export interface MasterRotationReport {
  /** Keys of events that were wrapped anew. */
  keys: number;
  /** Short codes, tokens of Drives, Google's secrets and keys of receipts that were sealed anew. */
  boxes: number;
  /** Of which no secret of this installation opens. */
  damaged: number;
  /** Events whose key needs a master key that is not here. */
  foreign: string[];
}

export class MasterRotation {
  private readonly report: MasterRotationReport = { keys: 0, boxes: 0, damaged: 0, foreign: [] };

  constructor(private readonly parts: MasterRotationParts) {}

  /** @param endLinks links that were made before are recognised no more */
  async run({ endLinks = false } = {}): Promise<MasterRotationReport> {
    const { secrets, masters, events, store, replace, forget, say } = this.parts;
    // first, as without a record the master key's own bytes are the secret
    if (!(await store.readSecrets())) await secrets.save(secrets.ring);
    await events.markSecrets();
    await replace();
    await masters.reload();
    say('wrapping the keys of events');
    await this.rewrapAll();
    say('making a new secret known to the apps');
    await this.renewSecret();
    say('sealing short codes, the secrets of Google and what signs receipts anew');
    await this.resealAll();
    const [first, ...others] = secrets.ring.secrets;
    await secrets.save(new SecretRing([first, ...(endLinks ? [] : others.map(retired))]));
    await this.rewrapAll(); // of an event that was made meanwhile
    await forget();
    await masters.reload();
    return this.report;
  }

  /** Again until there is nothing left, since events are made meanwhile. */
  private async rewrapAll(): Promise<void> {
    const { store } = this.parts;
    for (let found = -1; found !== 0;) {
      found = 0;
      this.report.foreign = [];
      for await (const eventId of store.list()) if (await this.rewrap(eventId)) found += 1;
      this.report.keys += found;
    }
  }

  private async rewrap(eventId: string): Promise<boolean> {
    const { store, events, masters } = this.parts;
    const { current } = masters;
    const id = masterKeyId(current);
    const isDue = (record: Uint8Array | null): boolean =>
      record !== null && splitWrappedKeys(record).some((wrapped) => wrappedKeyId(wrapped) !== id);
    if (!isDue(await store.read(eventId))) return false;
    try {
      return await events.whileLiving(eventId, async () => {
        const record = await store.read(eventId);
        if (!record) return; // destroyed since
        const rewrapped: Uint8Array[] = [];
        for (const wrapped of splitWrappedKeys(record)) {
          const from = await masters.openerOf(wrapped);
          rewrapped.push(from === current ? wrapped : rewrapDataKey(from, current, wrapped, eventId));
        }
        await store.replace(eventId, joinWrappedKeys(rewrapped));
      });
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.report.foreign.push(eventId);
      return false;
    }
  }

  /** Known to all before it makes anything: no app meets a link, or a box, that it cannot open. */
  private async renewSecret(): Promise<void> {
    const { secrets, masters, knownAfterMs = KNOWN_AFTER_MS } = this.parts;
    const id = masterKeyId(masters.current);
    const [first, ...others] = secrets.ring.secrets;
    if (first.id === id) return;
    const next = others.find((secret) => secret.id === id) ?? newSecret(id);
    const former = others.filter((secret) => secret !== next);
    await secrets.save(new SecretRing([first, next, ...former]));
    await sleep(knownAfterMs);
    await secrets.save(new SecretRing([next, first, ...former]));
    await sleep(knownAfterMs);
  }

  /** Again until there is nothing left, since apps write meanwhile. */
  private async resealAll(): Promise<void> {
    for (let found = -1; found !== 0; this.report.boxes += found) {
      this.report.damaged = 0;
      found = (await this.resealCodes()) + (await this.resealTokens());
      found += (await this.resealGoogle()) + (await this.resealReceiptKeys());
    }
  }

  private async resealCodes(): Promise<number> {
    const { sealed, secrets } = this.parts;
    let found = 0;
    for (let after: string | null = null; ;) {
      const codes = await sealed.codes(after, CODES_AT_ONCE);
      found += await this.resealEach(
        codes,
        (code) => resealShortCode(secrets, code),
        (code, resealed) => sealed.saveCode(code, resealed),
      );
      after = codes.at(-1)?.id ?? null;
      if (codes.length < CODES_AT_ONCE) return found;
    }
  }

  private async resealTokens(): Promise<number> {
    const { sealed, secrets } = this.parts;
    const tokens = new DriveTokens(secrets);
    return this.resealEach(
      await sealed.tokens(),
      ({ holderId, refreshToken }) => tokens.reseal(holderId, refreshToken),
      (token, box) => sealed.saveToken(token, box),
    );
  }

  private async resealGoogle(): Promise<number> {
    const { sealed, secrets } = this.parts;
    const google = new GoogleSecrets(secrets);
    const { clientSecret, serviceAccount } = await sealed.google();
    const boxes = [
      { column: 'clientSecret', kind: 'client-secret', former: clientSecret },
      { column: 'serviceAccount', kind: 'service-account', former: serviceAccount },
    ] as const;
    return this.resealEach(
      boxes.flatMap(({ former, ...box }) => (former ? [{ ...box, former }] : [])),
      ({ kind, former }) => google.reseal(kind, former),
      ({ column, former }, box) => sealed.saveGoogle(column, former, box),
    );
  }

  private async resealReceiptKeys(): Promise<number> {
    const { sealed, secrets } = this.parts;
    return this.resealEach(
      await sealed.receiptKeys(),
      (key) => resealReceiptKey(secrets, key),
      (key, box) => sealed.saveReceiptKey(key, box),
    );
  }

  /** @returns how many were under another secret than the newest */
  private async resealEach<T, Resealed>(
    items: readonly T[],
    reseal: (item: T) => Resealed | null,
    save: (item: T, resealed: Resealed) => Promise<void>,
  ): Promise<number> {
    let found = 0;
    for (const item of items) {
      const resealed = this.orDamaged(() => reseal(item));
      if (resealed === null) continue;
      await save(item, resealed);
      found += 1;
    }
    return found;
  }

  private orDamaged<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof SealedBoxError)) throw error;
      this.report.damaged += 1;
      return null;
    }
  }
}
