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
import { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { photoResourceOf } from '../access/photo.resource.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { CORRECTION_ADDRESS_LIMIT, CORRECTION_LIMIT } from '../limit/rate.settings.js';
import { PhotoFaces } from '../photo/photo.faces.js';
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
    @Inject(PhotoFaces) private readonly places: PhotoFaces,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Places alone: neither who they are, nor which of them belong together. */
  async faces(token: string, photoId: string, of: string | undefined, request: Request): Promise<GuestFaces> {
    const { photo } = await this.require(token, photoId, of, 'photo.claim', request);
    return { faces: (await this.places.of(photo)).map(({ id, box }) => ({ id, box })) };
  }

  async disown(token: string, photoId: string, of: string | undefined, request: Request): Promise<void> {
    const { asker, by } = await this.require(token, photoId, of, 'photo.disown', request);
    await this.take(asker, request);
    await this.edits.disown(by, photoId);
    await this.tell(asker, photoId, 'notMe');
  }

  /** @throws ProblemError 409 for a photo that is the guest's already, 422 for a face or box that is none. */
  async claim(
    token: string,
    photoId: string,
    of: string | undefined,
    claim: PhotoClaim,
    request: Request,
  ): Promise<PhotoClaimOutcome> {
    const { asker, by, photo, mine } = await this.require(token, photoId, of, 'photo.claim', request);
    if (mine) throw new ProblemError(409, 'already-yours', 'This photo is among yours already.');
    if ('box' in claim) requireBoxInside(claim.box, photo);
    await this.take(asker, request);
    try {
      const outcome = await this.keep(by, photoId, claim);
      await this.tell(asker, photoId, outcome === 'added' ? 'mine' : 'mineWaits');
      return { outcome };
    } catch (error) {
      if (!(error instanceof ClaimedFaceError)) throw error;
      throw problemOfIssues([
        { path: ['faceId'], message: 'The photo has no such face any more. Open it again and tap the face.' },
      ]);
    }
  }

  /** Of the words only that were said of this person. */
  async takeBack(token: string, photoId: string, of: string | undefined, request: Request): Promise<void> {
    const { asker, by } = sayingOf(this.link.about(await this.link.open(token, request), of));
    await this.take(asker, request);
    if (await this.edits.takeBack(by, photoId)) await this.tell(asker, photoId, 'takenBack');
  }

  private async require(
    token: string,
    photoId: string,
    of: string | undefined,
    action: CorrectionAction,
    request: Request,
  ): Promise<Saying & { photo: ListedPhoto; mine: boolean }> {
    const link = this.link.about(await this.link.open(token, request), of);
    const { visitor, event } = link;
    const photo = await this.photos.find(photoId);
    if (photo?.eventId !== event.id) throw notFound('photo');
    const resource = photoResourceOf(photo);
    const decision = decide({ principal: visitor, action, resource, now: this.clock.now() });
    if (!decision.allowed) throw deniedProblem(decision, 'photo');
    const saying = sayingOf(link);
    return { ...saying, photo, mine: photoInScope(ownPhotosOf(saying.asker), resource) };
  }

  /** A box is kept sealed; once more with the new key where the event gets one just now. */
  private async keep(by: SaidBy, photoId: string, claim: PhotoClaim): Promise<'added' | 'waiting'> {
    if (!('box' in claim)) return this.edits.claim(by, photoId, claim);
    const { box } = claim;
    const outcome = await this.keys.with(by.eventId, (key) =>
      this.edits.claim(by, photoId, { box, places: placesOf(key) }),
    );
    if (outcome === null) throw notFound('photo');
    return outcome;
  }

  private async take({ guestId }: Guest, request: Request): Promise<void> {
    await this.limit.take(CORRECTION_LIMIT, guestId);
    await this.limit.take(CORRECTION_ADDRESS_LIMIT, addressSubject(request.ip));
  }

  private async tell({ guestId, share }: Guest, subjectId: string, edit: string): Promise<void> {
    const { eventId } = share;
    await this.audit.write(byGuest(guestId), {
      action: 'guest.corrected',
      eventId,
      subjectId,
      detail: { edit },
    });
    await this.jobs.send('cluster', { eventId });
  }
}

interface Saying {
  /** Who says it, about one person of their family. */
  asker: Guest;
  /** In whose name. */
  by: SaidBy;
}

/** The access rules let nobody but a guest correct anything. */
function sayingOf({ visitor, guest, event }: OpenLink): Saying {
  if (visitor.kind !== 'guest' || !guest) throw deniedProblem(deny('selfie-required'), 'photo');
  return { asker: visitor, by: { eventId: event.id, guestId: guest.id } };
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
