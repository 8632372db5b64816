/** @module What organizers do with several photos at once. */
import { Inject, Injectable } from '@nestjs/common';
import type { PhotoCount, PhotoSelection } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { PhotoApprovals } from '@visage/database/photo.approval';
import { TrashRepository } from '@visage/database/trash.repository';
import { EventAccess } from '../access/event.access.js';
import { PhotoErase } from './photo.erase.js';

@Injectable()
export class PhotoSelections {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(PhotoApprovals) private readonly approvals: PhotoApprovals,
    @Inject(TrashRepository) private readonly bin: TrashRepository,
    @Inject(PhotoErase) private readonly eraser: PhotoErase,
  ) {}

  approve(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, () => this.approvals.approve(eventId, photoIds));
  }

  refuse(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, () => this.approvals.refuse(eventId, photoIds));
  }

  trash(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, () => this.bin.putPhotos(eventId, photoIds));
  }

  restore(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, () => this.bin.restorePhotos(eventId, photoIds));
  }

  erase(user: User, eventId: string, { photoIds }: PhotoSelection): Promise<PhotoCount> {
    return this.change(user, eventId, async () => {
      await this.bin.leavePhotos(eventId, photoIds);
      return this.eraser.eraseDue();
    });
  }

  private async change(user: User, eventId: string, work: () => Promise<number>): Promise<PhotoCount> {
    await this.access.require(user, eventId, 'event.manage');
    return { photos: await work() };
  }
}
