/** @module The audit log, for administrators: pages, and everything that fits the filter as CSV. */
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  auditFilterSchema,
  auditPageSchema,
  auditQuerySchema,
  type AuditFilter,
  type AuditPage,
  type AuditQuery,
} from '@visage/contracts/audit.contract';
import type { Response } from 'express';
import { attachmentHeader } from '../bytes/content.disposition.js';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes } from '../http/answer.decorator.js';
import { AuditService } from './audit.service.js';

@ApiTags('admin')
@Access('admin')
@Controller('admin')
export class AuditController {
  constructor(@Inject(AuditService) private readonly audit: AuditService) {}

  @Get('audit')
  @Answers(auditPageSchema)
  page(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<AuditPage> {
    return this.audit.page(query);
  }

  @Get('audit.csv')
  @AnswersBytes('text/csv')
  async csv(
    @Query({ schema: auditFilterSchema }) filter: AuditFilter,
    @Res() response: Response,
  ): Promise<void> {
    response
      .type('text/csv; charset=utf-8')
      .set('Cache-Control', 'private, no-store')
      .set('Content-Disposition', attachmentHeader('audit.csv'));
    await this.audit.writeCsv(filter, response);
  }
}
