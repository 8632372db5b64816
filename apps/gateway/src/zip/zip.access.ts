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
import { formOf, type OriginalForm } from '@visage/originals/original.form';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { deniedProblem } from '../access/denied.problem.js';
import { placeOf } from '../access/photo.resource.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ZipHolders } from './zip.holder.js';

/** As the one who asks for it gets it. */
export type GivenPhoto = ZipPhoto & { form: OriginalForm };

export interface ZipChoice {
  photos: GivenPhoto[];
  /** Ids of those that were wished for and may be seen, but cannot be given without the place where they were taken. */
  withheld: string[];
}

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
  ): Promise<ZipChoice> {
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
    const found = await this.listing.photos(place.eventId, files);
    if (whose === undefined || principal.kind !== 'guest') return this.allowed(principal, place, found);
    const own = ownPhotosOf(principal);
    return this.allowed(
      principal,
      place,
      found.filter((photo) => photoInScope(own, resourceOf(photo, place))),
    );
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
  ): Promise<GivenPhoto[]> {
    const [principal, event] = await Promise.all([
      this.holders.find(holder, passwordIds),
      this.events.facts(eventId),
    ]);
    if (!principal || !event) throw notFound('download');
    const place = placeOf(event);
    const resource = { kind: 'zip' as const, ...place };
    const decision = decide({ principal, action: 'zip.create', resource, now: this.clock.now() });
    if (!decision.allowed) throw deniedProblem(decision, 'download');
    const { photos } = this.allowed(principal, place, await this.listing.photos(eventId, photoIds));
    if (photos.length === photoIds.length) return photos;
    throw zipChanged(photoIds.length - photos.length);
  }

  private allowed(principal: Principal, place: InEvent, found: readonly ZipPhoto[]): ZipChoice {
    const now = this.clock.now();
    const scope = photoScopeOf(principal, place, now, 'zip.create');
    const choice: ZipChoice = { photos: [], withheld: [] };
    for (const photo of found) {
      const resource = resourceOf(photo, place);
      if (!photoInScope(scope, resource)) continue;
      const decision = decide({ principal, action: 'photo.original', resource, now });
      if (decision.allowed) choice.photos.push({ ...photo, form: formOf(photo, decision) });
      else if (decision.reason === 'location-inside') choice.withheld.push(photo.id);
    }
    return choice;
  }
}

function resourceOf(
  { id, personIds, albumIds, held, blanks, wishes }: ZipPhoto,
  place: InEvent,
): PhotoResource {
  const facts = { photoId: id, personIds, albumIds, held, wishes };
  return { kind: 'photo', ...place, ...facts, blankable: blanks !== null };
}

export function zipChanged(lost: number): ProblemError {
  const what = lost === 1 ? 'One photo of this download is' : `${lost} photos of this download are`;
  const detail = `${what} no longer there, or no longer yours to see. Start the download again to get the others.`;
  return new ProblemError(410, 'zip-changed', detail);
}
