/** @module What a guest sends: only by a link that allows it, under a name, and only so much of it. */
import { Inject, Injectable } from '@nestjs/common';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import type { UploadSender } from '@visage/database/upload/upload.repository';
import type { Request, Response } from 'express';
import { deny } from '@visage/access/access.reason';
import { deniedProblem } from '../access/denied.problem.js';
import { GuestLink, type OpenLink } from '../guest/guest.link.js';
import { ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { GUEST_UPLOAD_ADDRESS_LIMIT, GUEST_UPLOAD_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { UploadService } from './upload.service.js';

/** Photos of one guest that may wait for the organizer's answer: more is not a guest's evening. */
const MAX_HELD = 500;

@Injectable()
export class GuestUploads {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(UploadService) private readonly uploads: UploadService,
  ) {}

  async create(token: string, request: Request, response: Response): Promise<void> {
    const { link, sender } = await this.open(token, request);
    if (link.guest?.name == null) {
      throw problemOfIssues([
        { path: ['name'], message: 'Say your name first, so that the host knows who sends photos.' },
      ]);
    }
    await this.limit.take(GUEST_UPLOAD_LIMIT, sender.id);
    await this.limit.take(GUEST_UPLOAD_ADDRESS_LIMIT, addressSubject(request.ip));
    if ((await this.photos.count(link.event.id, { heldFrom: sender.id })) >= MAX_HELD) throw tooManyHeld();
    await this.uploads.create(link.event.id, sender, request, response);
  }

  async handle(token: string, uploadId: string, request: Request, response: Response): Promise<void> {
    const { link, sender } = await this.open(token, request);
    await this.uploads.handle({ eventId: link.event.id, uploadId }, sender, request, response);
  }

  /** Asked at the creation and again with every part: a link that is closed takes nothing more. */
  private async open(token: string, request: Request): Promise<{ link: OpenLink; sender: UploadSender }> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'upload.create');
    if (!link.guest) throw deniedProblem(deny('join-required'), 'event');
    return { link, sender: { kind: 'guest', id: link.guest.id } };
  }
}

function tooManyHeld(): ProblemError {
  const detail =
    'So many of your photos wait for the host already. Send more once the host has looked at them.';
  return new ProblemError(409, 'too-many-held', detail);
}
