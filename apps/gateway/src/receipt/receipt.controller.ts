/** @module Receipts: the keys that sign them, checking and printing one by whoever has it, and those of a user. */
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  issuedReceiptsSchema,
  receiptCheckSchema,
  receiptKeysSchema,
  receiptPdfQuerySchema,
  receiptVerdictSchema,
  type IssuedReceipts,
  type ReceiptCheck,
  type ReceiptKeys,
  type ReceiptPdfQuery,
  type ReceiptVerdict,
} from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { RECEIPT_LIMIT } from '../limit/rate.settings.js';
import { receiptPdf } from '../print/receipt.pdf.js';
import { ReceiptService } from './receipt.service.js';
import { ReceiptSigning } from './receipt.signing.js';

@ApiTags('receipts')
@Controller('receipts')
export class ReceiptController {
  constructor(
    @Inject(ReceiptSigning) private readonly signing: ReceiptSigning,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(RateLimit) private readonly limit: RateLimit,
  ) {}

  /** Of events and photos that the user had, and of users whom they removed. */
  @Get()
  @Access('user')
  @Answers(issuedReceiptsSchema)
  list(@CurrentUser() user: User, @Req() request: Request): Promise<IssuedReceipts> {
    return this.receipts.list(user, request);
  }

  @Get('keys')
  @Access('public')
  @Answers(receiptKeysSchema)
  keys(): Promise<ReceiptKeys> {
    return this.signing.keys();
  }

  /** The key that signs today. */
  @Get('key.pem')
  @Access('public')
  @Header('Content-Type', 'application/x-pem-file')
  @AnswersBytes('application/x-pem-file')
  publicKey(): Promise<string> {
    return this.signing.publicKey();
  }

  /** Whether this installation gave the receipt, and nothing of it has changed since. Nothing is kept. */
  @Post('check')
  @HttpCode(200)
  @Access('public')
  @Answers(receiptVerdictSchema)
  async check(
    @Body({ schema: receiptCheckSchema }) { text }: ReceiptCheck,
    @Req() request: Request,
  ): Promise<ReceiptVerdict> {
    await this.limit.take(RECEIPT_LIMIT, addressSubject(request.ip));
    const { outcome, receipt } = await this.signing.check(text);
    return { outcome, issued: receipt && this.receipts.answer(receipt, request) };
  }

  /** On one page, with its address as a QR code; only of a receipt that is genuine. */
  @Get('receipt.pdf')
  @Access('public')
  @Header('Cache-Control', 'private, no-store')
  @AnswersBytes('application/pdf')
  async pdf(
    @Query({ schema: receiptPdfQuerySchema }) { receipt: text, language }: ReceiptPdfQuery,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    await this.limit.take(RECEIPT_LIMIT, addressSubject(request.ip));
    const { outcome, receipt } = await this.signing.check(text);
    if (outcome !== 'genuine' || !receipt) throw notGenuine();
    const pdf = await receiptPdf(receipt, this.receipts.urlOf(receipt, request), language);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `attachment; filename="receipt-${receipt.id}.pdf"`,
    });
  }
}

function notGenuine(): ProblemError {
  const detail = 'This is no receipt of this installation, or it was changed. Only a genuine one is printed.';
  return new ProblemError(422, 'not-genuine', detail, { fields: [{ path: 'receipt', message: detail }] });
}
