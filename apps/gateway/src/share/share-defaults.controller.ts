/** @module What new shares start with: read by organizers, set by administrators. */
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import { shareDefaultsSchema, type ShareDefaults } from '@visage/contracts/share.contract';
import { ShareDefaultsRepository } from '@visage/database/share/share-defaults.repository';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@ApiTags('shares')
@Controller()
export class ShareDefaultsController {
  constructor(
    @InjectRepository(ShareDefaultsRepository) private readonly defaults: ShareDefaultsRepository,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  @Get('share-defaults')
  @Access('user')
  @Answers(shareDefaultsSchema)
  get(): Promise<ShareDefaults> {
    return this.defaults.find();
  }

  /** Shares that are there already stay as they are. */
  @Put('admin/share-defaults')
  @Access('admin')
  @Answers(shareDefaultsSchema)
  async replace(
    @CurrentUser() admin: User,
    @Body({ schema: shareDefaultsSchema }) body: ShareDefaults,
  ): Promise<ShareDefaults> {
    await this.defaults.replace(body);
    const granted = Object.entries(body.rights).filter(([, given]) => given);
    const rights = granted.map(([right]) => right).join(' ');
    const detail = {
      rights,
      days: body.days ?? 'none',
      approval: body.approvalRequired,
      ...body.presentation,
    };
    await this.audit.write(byUser(admin), { action: 'share-defaults.changed', detail });
    return body;
  }
}
