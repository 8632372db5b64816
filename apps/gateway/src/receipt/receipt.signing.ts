/** @module The key that signs receipts: made at the first start, sealed under the installation's secret, public for everybody. */
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Receipt, ReceiptBody, ReceiptKeys, ReceiptVerdict } from '@visage/contracts/receipt.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { receiptKeyPem, verifyReceipt } from '@visage/crypto/receipt.signature';
import { readReceipt } from '@visage/crypto/receipt.text';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, SECRETS } from '@visage/host/host.token';
import { ReceiptSigner } from '@visage/host/receipt.signer';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ReceiptSigning implements OnApplicationBootstrap {
  private readonly signer: ReceiptSigner;

  constructor(
    @InjectRepository(ReceiptRepository) private readonly receipts: ReceiptRepository,
    @Inject(SECRETS) secrets: PurposeKeys,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.signer = new ReceiptSigner(receipts, secrets, clock);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.signer.key();
  }

  sign(body: Omit<ReceiptBody, 'form' | 'installation' | 'key'>): Promise<Receipt> {
    return this.signer.sign(body);
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
    const { installationId } = await this.signer.key();
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
    return receiptKeyPem((await this.signer.key()).publicKey);
  }
}
