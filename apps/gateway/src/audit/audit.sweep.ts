/** @module Removes the lines of the audit log whose time is over, and before that the addresses in them. */
import { Inject, Injectable } from '@nestjs/common';
import { ADDRESS_DAYS } from '@visage/contracts/audit.contract';
import { AuditRepository } from '@visage/database/audit/audit.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV, LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

const DAY_MS = 24 * 60 * 60_000;

@Injectable()
export class AuditSweep extends HourlySweep {
  constructor(
    @InjectRepository(AuditRepository) private readonly lines: AuditRepository,
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'old lines of the audit log could not be removed');
  }

  protected async clear(): Promise<void> {
    await this.lines.removeBefore(this.daysAgo(this.env.AUDIT_DAYS));
    await this.lines.forgetAddressesBefore(this.daysAgo(ADDRESS_DAYS));
  }

  private daysAgo(days: number): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}
