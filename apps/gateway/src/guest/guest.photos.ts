/** @module The photos a link shows its holder: exactly those whose bytes `@visage/access` would give. */
import { Inject, Injectable } from '@nestjs/common';
import { ownPhotosOf, photoScopeOf, type PeoplesPhotos } from '@visage/access/access.filter';
import type { GuestPhotoPage, GuestPhotoQuery } from '@visage/contracts/guest.contract';
import type { Photo } from '@visage/contracts/photo.contract';
import type { GuestRecord } from '@visage/database/guest/guest.repository';
import { ShownPhotoRepository } from '@visage/database/guest/shown-photo.repository';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import type { Request, Response } from 'express';
import type { Guest, Visitor } from '@visage/access/access.principal';
import { deny } from '@visage/access/access.reason';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { placeOf } from '../access/photo.resource.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { GuestLink } from './guest.link.js';

@Injectable()
export class GuestPhotos {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @InjectRepository(ShownPhotoRepository) private readonly shown: ShownPhotoRepository,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The guest has read how many were withdrawn. */
  async readWithdrawn(token: string, request: Request): Promise<void> {
    const { guest } = await this.link.open(token, request);
    if (guest) await this.shown.forgetWithdrawn(guest.id);
  }

  async list(
    token: string,
    { cursor, limit, whose }: GuestPhotoQuery,
    request: Request,
    response: Response,
  ): Promise<GuestPhotoPage> {
    const { event, visitor, code, guest } = await this.link.open(token, request);
    const scope = photoScopeOf(visitor, placeOf(event), this.clock.now());
    if (scope.kind === 'none') throw deniedProblem(scope.because, 'event');
    // whoever is shown photos without being asked anything needs the link for their bytes
    if (visitor.kind === 'code-holder') this.wallet.add(request, response, 'share-code', code.id);
    const own = recognised(visitor) ? ownPhotosOf(visitor) : null;
    if (whose !== undefined && !own) throw deniedProblem(deny('selfie-required'), 'event');
    const filter = { scope, state: 'ready' as const, ...(whose !== undefined && own && { within: own }) };
    const { photos, nextCursor, total } = await this.photos.page(event.id, filter, { cursor, limit });
    const photoIds = photos.map(({ id }) => id);
    const mine = new Set(own ? await this.photos.ids(event.id, { scope: own, photoIds }) : []);
    const news = own && guest && cursor === undefined ? await this.news(event.id, guest, own) : null;
    const fresh = guest ? await this.note(guest, [...mine]) : new Set();
    return {
      news,
      photos: photos.map((photo) => ({
        ...toGuestPhoto(photo),
        mine: mine.has(photo.id),
        claimWaits: guest?.statements.waitingPhotoIds.includes(photo.id) ?? false,
        fresh: fresh.has(photo.id),
      })),
      nextCursor,
      total,
    };
  }

  private async news(
    eventId: string,
    guest: GuestRecord,
    own: PeoplesPhotos,
  ): Promise<GuestPhotoPage['news']> {
    const since = sinceOf(guest);
    const withdrawn = await this.shown.countWithdrawn(guest.id);
    if (!since) return { fresh: 0, withdrawn };
    const ids = await this.photos.ids(eventId, { scope: own, state: 'ready' });
    return { fresh: await this.shown.countFresh(guest.id, ids, since), withdrawn };
  }

  private async note(guest: GuestRecord, photoIds: string[]): Promise<Set<string>> {
    const since = sinceOf(guest);
    const fresh = await this.shown.note(guest.id, photoIds, this.clock.now(), since ?? undefined);
    return since ? fresh : new Set();
  }
}

/** Of somebody who was here before, what came since; all is new to who comes for the first time, so nothing is. */
const sinceOf = ({ visitedAt, visitAt }: GuestRecord): Date | null => visitedAt && visitAt;

function recognised(visitor: Visitor): visitor is Guest {
  return visitor.kind === 'guest' && visitor.consented;
}

function toGuestPhoto({
  id,
  fileName,
  bytes,
  width,
  height,
  takenAt,
}: Photo): Omit<GuestPhotoPage['photos'][number], 'mine' | 'claimWaits' | 'fresh'> {
  return { id, fileName, bytes, width, height, takenAt };
}
