/** @module The register of consents, for administrators: pages, files of all of it, and whether its chain is whole. */
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  consentCheckSchema,
  consentPageSchema,
  consentQuerySchema,
  type ConsentCheck,
  type ConsentPage,
  type ConsentQuery,
} from '@visage/contracts/consent.contract';
import type { Response } from 'express';
import { attachmentHeader } from '../bytes/content.disposition.js';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes } from '../http/answer.decorator.js';
import { ConsentRegister } from './consent.register.js';

@ApiTags('admin')
@Access('admin')
@Controller('admin')
export class ConsentController {
  constructor(@Inject(ConsentRegister) private readonly register: ConsentRegister) {}

  @Get('consents')
  @Answers(consentPageSchema)
  page(@Query({ schema: consentQuerySchema }) query: ConsentQuery): Promise<ConsentPage> {
    return this.register.page(query);
  }

  /** Reads the whole chain. */
  @Get('consents/check')
  @Answers(consentCheckSchema)
  check(): Promise<ConsentCheck> {
    return this.register.check();
  }

  @Get('consents.json')
  @AnswersBytes('application/json')
  async json(@Res() response: Response): Promise<void> {
    asFile(response, 'application/json; charset=utf-8', 'consents.json');
    await this.register.writeJson(response);
  }

  @Get('consents.csv')
  @AnswersBytes('text/csv')
  async csv(@Res() response: Response): Promise<void> {
    asFile(response, 'text/csv; charset=utf-8', 'consents.csv');
    await this.register.writeCsv(response);
  }
}

function asFile(response: Response, type: string, name: string): void {
  response
    .type(type)
    .set('Cache-Control', 'private, no-store')
    .set('Content-Disposition', attachmentHeader(name));
}
