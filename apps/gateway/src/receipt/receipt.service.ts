/** @module Receipts of erasures: given once nothing of what they tell of is left. */
import { Inject, Injectable } from '@nestjs/common';
import type { IssuedReceipt, IssuedReceipts, Receipt } from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import { packReceipt } from '@visage/crypto/receipt.text';
import {
  ReceiptRepository,
  type Erasure,
  type KeptSubject,
  type NewReceipt,
  type SignedReceipt,
} from '@visage/database/receipt/receipt.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV } from '@visage/host/host.token';
import type { Request } from 'express';
import type { GatewayEnv } from '../env.js';
import { publicOrigin } from '../http/public.origin.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptSigning } from './receipt.signing.js';

@Injectable()
export class ReceiptService {
  constructor(
    @InjectRepository(ReceiptRepository) private readonly receipts: ReceiptRepository,
    @Inject(ReceiptSigning) private readonly signing: ReceiptSigning,
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of something that is gone by now, and whose receipt is kept nowhere. */
  issue(erasure: Erasure): Promise<Receipt> {
    return this.signing.sign({ ...erasure, erasedAt: this.clock.now().toISOString() });
  }

  /** Of something that is gone by now; the reader finds it in their list. */
  async record(receipt: Omit<NewReceipt, 'begunAt'>): Promise<Receipt> {
    const begun = await this.receipts.begin({ ...receipt, begunAt: this.clock.now() });
    return this.seal(begun);
  }

  /** Of an erasure whose rows went before, and of which all else is gone by now. Null when that was said before. */
  async complete(what: KeptSubject, subjectId: string): Promise<Receipt | null> {
    const [begun] = await this.receipts.findBegun(what, subjectId);
    return begun ? this.seal(begun) : null;
  }

  async list(user: User, request: Request): Promise<IssuedReceipts> {
    const signed = await this.receipts.listOf(user.id);
    return { receipts: signed.map((receipt) => this.answer(receiptOf(receipt), request)) };
  }

  /** With its address, below the host by which they reached us. */
  answer(receipt: Receipt, request: Request): IssuedReceipt {
    return { receipt, url: this.urlOf(receipt, request) };
  }

  urlOf(receipt: Receipt, request: Request): string {
    return `${publicOrigin(this.env, request)}/receipts#${packReceipt(receipt)}`;
  }

  private async seal(erasure: Erasure): Promise<Receipt> {
    const erasedAt = this.clock.now();
    const receipt = await this.signing.sign({ ...erasure, erasedAt: erasedAt.toISOString() });
    await this.receipts.complete(erasure.id, { erasedAt, keyId: receipt.key, signature: receipt.signature });
    return receipt;
  }
}

function receiptOf({ erasedAt, keyId, signature, installationId, ...erasure }: SignedReceipt): Receipt {
  return {
    form: 'visage-receipt-1',
    ...erasure,
    erasedAt: erasedAt.toISOString(),
    installation: installationId,
    key: keyId,
    signature,
  };
}
