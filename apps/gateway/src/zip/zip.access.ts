/** @module Who may have which photos as an archive: when it is asked for, and again for every byte of it. */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import { ownPhotosOf, photoInScope, photoScopeOf } from '@visage/access/access.filter';
import type { Principal } from '@visage/access/access.principal';
import { deny } from '@visage/access/access.reason';
import type { InEvent, PhotoResource } from '@visage/access/access.resource';
import type { PhotoState } from '@visage/contracts/photo.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { ZipListing, type ZipPhoto } from '@visage/database/zip/zip.listing';
import type { ZipRecord } from '@visage/database/zip/zip.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { deniedProblem } from '../access/denied.problem.js';
import { placeOf } from '../access/photo.resource.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ZipHolders } from './zip.holder.js';

export interface ZipWish {
  /** Only these; all when absent. */
  photoIds?: readonly string[] | undefined;
  personId?: string | undefined;
  state?: PhotoState;
  /** Only those that the guest is in. */
  whose?: 'mine' | undefined;
}

@Injectable()
export class ZipAccess {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @InjectRepository(ZipListing) private readonly listing: ZipListing,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(ZipHolders) private readonly holders: ZipHolders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The photos wished for that the principal may have, by the moment they were taken; for staff with all their files.
   * @throws ProblemError when the principal may have no archive at all.
   */
  async choose(
    principal: Principal,
    place: InEvent,
    { photoIds, personId, state, whose }: ZipWish,
  ): Promise<ZipPhoto[]> {
    const scope = photoScopeOf(principal, place, this.clock.now(), 'zip.create');
    if (scope.kind === 'none') throw deniedProblem(scope.because, 'event');
    if (whose !== undefined && principal.kind !== 'guest')
      throw deniedProblem(deny('selfie-required'), 'event');
    const ids = await this.photos.ids(place.eventId, {
      scope,
      ...(state !== undefined && { state }),
      ...(personId !== undefined && { personId }),
    });
    const wished = photoIds && new Set(photoIds);
    const chosen = wished ? ids.filter((id) => wished.has(id)) : ids;
    const files = scope.kind === 'all' ? await this.listing.withRaws(place.eventId, chosen) : chosen;
    const photos = this.allowed(principal, place, await this.listing.photos(place.eventId, files));
    if (whose === undefined || principal.kind !== 'guest') return photos;
    const own = ownPhotosOf(principal);
    return photos.filter((photo) => photoInScope(own, resourceOf(photo, place)));
  }

  /**
   * The photos of an archive as they are now, if its holder may still have every one of them.
   * @param passwordIds of the passwords that the asking browser gave.
   * @param photoIds some of its photos; all when absent.
   * @throws ProblemError 410 when one is gone or out of reach: without it every later byte would lie elsewhere, and a
   * download that goes on would be broken without a word.
   */
  async require(
    { holder, eventId, photoIds: all }: ZipRecord,
    passwordIds: readonly string[],
    photoIds: readonly string[] = all,
  ): Promise<ZipPhoto[]> {
    const [principal, event] = await Promise.all([
      this.holders.find(holder, passwordIds),
      this.events.facts(eventId),
    ]);
    if (!principal || !event) throw notFound('download');
    const place = placeOf(event);
    const resource = { kind: 'zip' as const, ...place };
    const decision = decide({ principal, action: 'zip.create', resource, now: this.clock.now() });
    if (!decision.allowed) throw deniedProblem(decision, 'download');
    const photos = this.allowed(principal, place, await this.listing.photos(eventId, photoIds));
    if (photos.length === photoIds.length) return photos;
    throw changed(photoIds.length - photos.length);
  }

  private allowed(principal: Principal, place: InEvent, photos: readonly ZipPhoto[]): ZipPhoto[] {
    const now = this.clock.now();
    const scope = photoScopeOf(principal, place, now, 'zip.create');
    return photos.filter((photo) => {
      const resource = resourceOf(photo, place);
      return (
        photoInScope(scope, resource) &&
        decide({ principal, action: 'photo.original', resource, now }).allowed
      );
    });
  }
}

function resourceOf({ id, personIds, albumIds, held }: ZipPhoto, place: InEvent): PhotoResource {
  return { kind: 'photo', ...place, photoId: id, personIds, albumIds, held };
}

function changed(lost: number): ProblemError {
  const what = lost === 1 ? 'One photo of this download is' : `${lost} photos of this download are`;
  const detail = `${what} no longer there, or no longer yours to see. Start the download again to get the others.`;
  return new ProblemError(410, 'zip-changed', detail);
}
