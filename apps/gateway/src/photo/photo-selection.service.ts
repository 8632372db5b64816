/** @module What organizers do with several photos at once. */
import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction } from '@visage/contracts/audit.contract';
import type { PhotoCount, PhotoSelection, PhotosErased } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { PhotoApprovalRepository } from '@visage/database/photo/photo-approval.repository';
import { photosAmong } from '@visage/database/photo/raw.pair';
import { TrashRepository, type LeavingPhoto } from '@visage/database/trash/trash.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess, type EventAction } from '../access/event.access.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptService } from '../receipt/receipt.service.js';
import { PhotoErase } from './photo.erase.js';

@Injectable()
export class PhotoSelections {
  constructor(
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(EventAccess) private readonly access: EventAccess,
    @InjectRepository(PhotoApprovalRepository) private readonly approvals: PhotoApprovalRepository,
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @Inject(PhotoErase) private readonly eraser: PhotoErase,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  approve(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, 'photo.approved', () => this.approvals.approve(eventId, photoIds));
  }

  refuse(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, 'photo.refused', () =>
      this.approvals.refuse(eventId, photoIds, this.clock.now()),
    );
  }

  trash(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, 'photo.trashed', () =>
      this.bin.putPhotos(eventId, photoIds, this.clock.now()),
    );
  }

  restore(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, 'photo.restored', () => this.bin.restorePhotos(eventId, photoIds));
  }

  async erase(
    user: User,
    eventId: string,
    { photoIds }: PhotoSelection,
    request: Request,
  ): Promise<PhotosErased> {
    let leaving: LeavingPhoto[] = [];
    const leave = async (): Promise<number> => {
      leaving = await this.bin.leavePhotos(eventId, photoIds);
      return photosAmong(leaving);
    };
    const left = await this.change(user, eventId, 'photo.erased', leave, 'event.manage');
    const { receipt } = await this.eraser.eraseOf(eventId, leaving);
    return { ...left, receipt: receipt && this.receipts.answer(receipt, request) };
  }

  private async change(
    user: User,
    eventId: string,
    action: AuditAction,
    work: () => Promise<number>,
    right: EventAction = 'event.sort',
  ): Promise<PhotoCount> {
    await this.access.require(user, eventId, right);
    const photos = await work();
    if (photos > 0) await this.audit.write(byUser(user), { action, eventId, detail: { photos } });
    return { photos };
  }
}
