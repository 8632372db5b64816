/** @module The trash of events; after 30 days what lies in it is erased. */
import { Inject, Injectable } from '@nestjs/common';
import type { ErasureAnswer } from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import type { EventEraseQuery, TrashedEvents } from '@visage/contracts/trash.contract';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { Request } from 'express';
import type { Logger } from 'pino';
import { AuditLog, byUser, NOBODY } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { EventErase } from '../event/event.erase.js';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { DriveCopies } from './drive-copies.js';
import { ReceiptService } from '../receipt/receipt.service.js';

@Injectable()
export class TrashService extends HourlySweep {
  constructor(
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(EventErase) private readonly eraser: EventErase,
    @Inject(DriveCopies) private readonly copies: DriveCopies,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'events of the trash could not be erased');
  }

  /** An administrator's list holds everybody's. */
  async list(user: User): Promise<TrashedEvents> {
    const events = await this.bin.events(user.role === 'admin' ? {} : { ownerId: user.id });
    const copies = await this.copies.of(
      user,
      events.map(({ id }) => id),
    );
    return {
      events: events.map(({ ownerId: _, deletedAt, ...event }) => ({
        ...event,
        deletedAt: deletedAt.toISOString(),
        driveCopies: copies.get(event.id) ?? [],
      })),
    };
  }

  async restore(user: User, eventId: string): Promise<void> {
    await this.access.requireTrashed(user, eventId);
    await this.bin.restoreEvent(eventId);
    await this.audit.write(byUser(user), { action: 'event.restored', eventId });
  }

  /** Copies in Drive first: once the event is gone, nobody knows of them. */
  async erase(
    user: User,
    eventId: string,
    { driveCopies }: EventEraseQuery,
    request: Request,
  ): Promise<ErasureAnswer> {
    await this.access.requireTrashed(user, eventId);
    if (driveCopies === 'trash') await this.copies.putIntoTrash(user, eventId);
    const receipt = await this.eraser.erase(eventId, byUser(user));
    return { receipt: receipt && this.receipts.answer(receipt, request) };
  }

  protected async clear(): Promise<void> {
    await this.each(await this.bin.leavingEvents(this.clock.now()), (eventId) =>
      this.eraser.erase(eventId, NOBODY),
    );
  }
}
