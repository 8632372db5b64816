/** @module Removes the lines of the audit log whose time is over. */
import { Inject, Injectable } from '@nestjs/common';
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
    await this.lines.removeBefore(new Date(this.clock.now().getTime() - this.env.AUDIT_DAYS * DAY_MS));
  }
}
