/** @module What guests say about photos: "that's not me", and "I'm in this one". Taken only about photos their link opens. */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import { ownPhotosOf, photoInScope } from '@visage/access/access.filter';
import type { Guest } from '@visage/access/access.principal';
import { deny } from '@visage/access/access.reason';
import type { CorrectionAction } from '@visage/access/access.resource';
import type { GuestFaces, PhotoClaim, PhotoClaimOutcome } from '@visage/contracts/guest.contract';
import {
  ClaimedFaceError,
  GuestEditRepository,
  type SaidBy,
} from '@visage/database/guest/guest-edit.repository';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo/photo.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { photoResourceOf } from '../access/photo.resource.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { CORRECTION_ADDRESS_LIMIT, CORRECTION_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { GuestLink, type OpenLink } from './guest.link.js';

/** Of the photo's shorter side: smaller than this no face can be seen. */
const MIN_BOX = 0.01;

@Injectable()
export class GuestCorrections {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @InjectRepository(GuestEditRepository) private readonly edits: GuestEditRepository,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Places alone: neither who they are, nor which of them belong together. */
  async faces(token: string, photoId: string, request: Request): Promise<GuestFaces> {
    const { photo } = await this.require(token, photoId, 'photo.claim', request);
    return { faces: photo.faces.map(({ id, box }) => ({ id, box })) };
  }

  async disown(token: string, photoId: string, request: Request): Promise<void> {
    const { by } = await this.require(token, photoId, 'photo.disown', request);
    await this.take(by, request);
    await this.edits.disown(by, photoId);
    await this.tell(by, photoId, 'notMe');
  }

  /** @throws ProblemError 409 for a photo that is the guest's already, 422 for a face or box that is none. */
  async claim(
    token: string,
    photoId: string,
    claim: PhotoClaim,
    request: Request,
  ): Promise<PhotoClaimOutcome> {
    const { by, photo, mine } = await this.require(token, photoId, 'photo.claim', request);
    if (mine) throw new ProblemError(409, 'already-yours', 'This photo is among yours already.');
    if ('box' in claim) requireBoxInside(claim.box, photo);
    await this.take(by, request);
    try {
      const outcome = await this.edits.claim(by, photoId, claim);
      await this.tell(by, photoId, outcome === 'added' ? 'mine' : 'mineWaits');
      return { outcome };
    } catch (error) {
      if (!(error instanceof ClaimedFaceError)) throw error;
      throw problemOfIssues([
        { path: ['faceId'], message: 'The photo has no such face any more. Open it again and tap the face.' },
      ]);
    }
  }

  /** Of the guest's own words only. */
  async takeBack(token: string, photoId: string, request: Request): Promise<void> {
    const { visitor, event } = await this.link.open(token, request);
    if (visitor.kind !== 'guest') throw deniedProblem(deny('selfie-required'), 'photo');
    const by = { eventId: event.id, guestId: visitor.guestId };
    await this.take(by, request);
    if (await this.edits.takeBack(by, photoId)) await this.tell(by, photoId, 'takenBack');
  }

  private async require(
    token: string,
    photoId: string,
    action: CorrectionAction,
    request: Request,
  ): Promise<{ by: SaidBy; photo: ListedPhoto; mine: boolean }> {
    const link = await this.link.open(token, request);
    const { visitor, event } = link;
    const photo = await this.photos.find(photoId);
    if (photo?.eventId !== event.id) throw notFound('photo');
    const resource = photoResourceOf(photo);
    const decision = decide({ principal: visitor, action, resource, now: this.clock.now() });
    if (!decision.allowed) throw deniedProblem(decision, 'photo');
    const guest = guestOfLink(link);
    const by = { eventId: event.id, guestId: guest.guestId };
    return { by, photo, mine: photoInScope(ownPhotosOf(guest), resource) };
  }

  private async take({ guestId }: SaidBy, request: Request): Promise<void> {
    await this.limit.take(CORRECTION_LIMIT, guestId);
    await this.limit.take(CORRECTION_ADDRESS_LIMIT, addressSubject(request.ip));
  }

  private async tell({ eventId, guestId }: SaidBy, subjectId: string, edit: string): Promise<void> {
    await this.audit.write(byGuest(guestId), {
      action: 'guest.corrected',
      eventId,
      subjectId,
      detail: { edit },
    });
    await this.jobs.send('cluster', { eventId });
  }
}

/** The access rules let nobody but a guest correct anything. */
function guestOfLink({ visitor }: OpenLink): Guest {
  if (visitor.kind === 'guest') return visitor;
  throw deniedProblem(deny('selfie-required'), 'photo');
}

function requireBoxInside(
  [x, y, width, height]: readonly [number, number, number, number],
  photo: ListedPhoto,
): void {
  const [right, bottom] = [photo.width ?? 0, photo.height ?? 0];
  const least = MIN_BOX * Math.min(right, bottom);
  if (x >= 0 && y >= 0 && width >= least && height >= least && x + width <= right && y + height <= bottom)
    return;
  const message = `Draw the box inside the photo, around a face: [x, y, width, height] within ${right} x ${bottom} pixels.`;
  throw problemOfIssues([{ path: ['box'], message }]);
}
