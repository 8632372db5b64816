/**
 * @module Being forgotten: a guest with all on their phone, or one who shares it. What they sent goes or stays as they were told,
 * and the receipt is given once nothing of them is left.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { ForgetQuery } from '@visage/contracts/guest.contract';
import type { ErasureAnswer, Receipt } from '@visage/contracts/receipt.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { hashRefusedBrowser } from '@visage/crypto/refused.browser';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { GuestForgetting } from '@visage/database/guest/guest.forgetting';
import type { RefusedBrowser } from '@visage/database/guest/refused-browser.repository';
import { countsOf, type Erasure } from '@visage/database/receipt/receipt.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { UploadRepository } from '@visage/database/upload/upload.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, SECRETS } from '@visage/host/host.token';
import { uploadKey } from '@visage/storage/object.key';
import type { Request, Response } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import { AuditLog, FORGOTTEN } from '../audit/audit.log.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { GuestLink } from '../guest/guest.link.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { PhotoErase } from '../photo/photo.erase.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptService } from '../receipt/receipt.service.js';
import { UPLOAD_STAGING, type UploadStaging } from '../upload/upload.staging.js';

@Injectable()
export class GuestForgetService {
  constructor(
    @InjectRepository(GuestForgetting) private readonly guests: GuestForgetting,
    @InjectRepository(DriveAccountRepository) private readonly drives: DriveAccountRepository,
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @InjectRepository(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(UPLOAD_STAGING) private readonly staging: UploadStaging,
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(PhotoErase) private readonly photos: PhotoErase,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Also for a link that was closed meanwhile: being forgotten is nobody's to refuse. May break off anywhere, and goes on when it
   * is asked for again.
   */
  async forget(
    token: string,
    { photos }: ForgetQuery,
    request: Request,
    response: Response,
  ): Promise<ErasureAnswer> {
    const holder = await this.link.holder(token, request);
    if (!holder?.guest) return { receipt: null };
    const { share, visitor } = holder;
    const { id } = holder.guest;
    const drive = await this.drives.findOf({ guestId: id });
    const sent = await this.eraseSent(id, photos === 'all');
    // who was sent away keeps the token, of which the hash alone is known here from now on
    const refused = visitor.refused
      ? { shareId: share.id, hash: hashRefusedBrowser(this.secrets, id), refusedAt: this.clock.now() }
      : null;
    const erased = await this.forgetRows(id, sent, refused);
    if (!refused) this.wallet.remove(request, response, 'guest', id);
    if (drive) await this.google.revoke(drive);
    return this.answer(erased, 'guest.forgotten', request);
  }

  /** Also behind a link that was closed meanwhile. @throws ProblemError 404 for anybody who is not on this phone. */
  async removeCompanion(token: string, companionId: string, request: Request): Promise<ErasureAnswer> {
    const holder = await this.link.holder(token, request);
    if (!holder?.guest?.companions.some(({ id }) => id === companionId)) throw notFound('guest');
    return this.answer(await this.forgetRows(companionId, {}, null), 'guest.companion-removed', request);
  }

  /** Files under way, and photos: those that nobody has approved, or all. @throws ProblemError 503 when some cannot be removed now */
  private async eraseSent(guestId: string, all: boolean): Promise<Erasure['counts']> {
    const uploads = await this.uploads.findOfGuest(guestId);
    for (const { id, eventId } of uploads) {
      await this.staging.remove(uploadKey(eventId, id));
      await this.uploads.remove(id);
    }
    const leaving = await this.bin.leavePhotosOf(guestId, { all }, this.clock.now());
    const { erased, well } = await this.photos.erase(leaving);
    if (!well) throw notNow();
    return countsOf({ uploads: uploads.length, ...erased });
  }

  private async forgetRows(
    id: string,
    before: Erasure['counts'],
    refused: RefusedBrowser | null,
  ): Promise<Erasure | null> {
    await this.audit.flush(); // what was counted for them is among the lines that lose their name
    const forgotten = await this.guests.forget(id, { refused, at: this.clock.now() });
    return forgotten && { ...forgotten, counts: { ...forgotten.counts, ...before } };
  }

  private async answer(
    erased: Erasure | null,
    action: 'guest.forgotten' | 'guest.companion-removed',
    request: Request,
  ): Promise<ErasureAnswer> {
    if (!erased) return { receipt: null };
    const { photos } = erased.counts;
    await this.audit.write(FORGOTTEN, {
      ...{ action, eventId: erased.eventId },
      // whoever organizes the event may wonder where they are
      ...(photos !== undefined && { detail: { photos } }),
    });
    const receipt: Receipt = await this.receipts.issue(erased);
    return { receipt: this.receipts.answer(receipt, request) };
  }
}

function notNow(): ProblemError {
  const detail =
    'Not all of your photos could be removed just now, so nothing else was. Please try again in a moment.';
  return new ProblemError(503, 'not-erased', detail);
}
