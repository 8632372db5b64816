/** @module Who signs receipts: the newest key of the installation that its secret opens, made where there is none. */
import type { Receipt, ReceiptBody } from '@visage/contracts/receipt.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { createReceiptKey, opensReceiptKey, signReceipt } from '@visage/crypto/receipt.signature';
import type { ReceiptKeyRecord, ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import type { Clock } from './clock.js';

export class ReceiptSigner {
  constructor(
    private readonly receipts: Pick<ReceiptRepository, 'findKeys' | 'ensureKey'>,
    private readonly secrets: PurposeKeys,
    private readonly clock: Clock,
  ) {}

  async sign(body: Omit<ReceiptBody, 'form' | 'installation' | 'key'>): Promise<Receipt> {
    const key = await this.key();
    return signReceipt(this.secrets, key, {
      form: 'visage-receipt-1',
      ...body,
      installation: key.installationId,
      key: key.id,
    });
  }

  /** One that was sealed under a secret that is not known here signs nothing any more, and another takes its place. */
  async key(): Promise<ReceiptKeyRecord> {
    const usable = (key: ReceiptKeyRecord): boolean => opensReceiptKey(this.secrets, key);
    const known = (await this.receipts.findKeys()).find(usable);
    return known ?? this.receipts.ensureKey(usable, () => createReceiptKey(this.secrets), this.clock.now());
  }
}
