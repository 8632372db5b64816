/** @module Removes the sessions whose time is over. */
import { Inject, Injectable } from '@nestjs/common';
import { SessionRepository } from '@visage/database/user/session.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class SessionSweep extends HourlySweep {
  constructor(
    @InjectRepository(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'expired sessions could not be removed');
  }

  protected async clear(): Promise<void> {
    await this.sessions.removeExpired(this.clock.now());
  }
}
