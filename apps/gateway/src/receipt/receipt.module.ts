/** @module Receipts of erasures. */
import { Module } from '@nestjs/common';
import { LimitModule } from '../limit/limit.module.js';
import { ReceiptController } from './receipt.controller.js';
import { ReceiptService } from './receipt.service.js';
import { ReceiptSigning } from './receipt.signing.js';

@Module({
  imports: [LimitModule],
  controllers: [ReceiptController],
  providers: [ReceiptService, ReceiptSigning],
  exports: [ReceiptService],
})
export class ReceiptModule {}
