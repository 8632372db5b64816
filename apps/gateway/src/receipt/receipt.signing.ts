/** @module The key that signs receipts: made at the first start, sealed under the installation's secret, public for everybody. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Receipt, ReceiptBody, ReceiptKeys, ReceiptVerdict } from '@visage/contracts/receipt.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import {
  createReceiptKey,
  opensReceiptKey,
  receiptKeyPem,
  signReceipt,
  verifyReceipt,
} from '@visage/crypto/receipt.signature';
import { readReceipt } from '@visage/crypto/receipt.text';
import { ReceiptRepository, type ReceiptKeyRecord } from '@visage/database/receipt/receipt.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, SECRETS } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ReceiptSigning implements OnApplicationBootstrap {
  constructor(
    @InjectRepository(ReceiptRepository) private readonly receipts: ReceiptRepository,
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.key();
  }

  async sign(body: Omit<ReceiptBody, 'form' | 'installation' | 'key'>): Promise<Receipt> {
    const key = await this.key();
    return signReceipt(this.secrets, key, {
      form: 'visage-receipt-1',
      ...body,
      installation: key.installationId,
      key: key.id,
    });
  }

  /** @param text as somebody has it */
  async check(text: string): Promise<Pick<ReceiptVerdict, 'outcome'> & { receipt: Receipt | null }> {
    const receipt = readReceipt(text);
    if (!receipt) return { outcome: 'unreadable', receipt };
    const key = (await this.receipts.findKeys()).find(({ id }) => id === receipt.key);
    if (!key) return { outcome: 'foreign', receipt };
    return { outcome: verifyReceipt(key.publicKey, receipt) ? 'genuine' : 'changed', receipt };
  }

  async keys(): Promise<ReceiptKeys> {
    const { installationId } = await this.key();
    const keys = await this.receipts.findKeys();
    return {
      installation: installationId,
      keys: keys.map(({ id, publicKey, createdAt }) => ({
        id,
        publicKey: receiptKeyPem(publicKey),
        since: createdAt.toISOString(),
      })),
    };
  }

  /** In PEM. */
  async publicKey(): Promise<string> {
    return receiptKeyPem((await this.key()).publicKey);
  }

  /** One that was sealed under a secret that is not known here signs nothing any more, and another takes its place. */
  private async key(): Promise<ReceiptKeyRecord> {
    const usable = (key: ReceiptKeyRecord): boolean => opensReceiptKey(this.secrets, key);
    const known = (await this.receipts.findKeys()).find(usable);
    return known ?? this.receipts.ensureKey(usable, () => createReceiptKey(this.secrets), this.clock.now());
  }
}
