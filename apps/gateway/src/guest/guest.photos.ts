/** @module The photos a link shows its holder: exactly those whose bytes `@visage/access` would give. */
import { Inject, Injectable } from '@nestjs/common';
import { photoScopeOf } from '@visage/access/access.filter';
import type { GuestPhotoPage } from '@visage/contracts/guest.contract';
import type { PageQuery, Photo } from '@visage/contracts/photo.contract';
import { PhotoListing } from '@visage/database/photo.listing';
import type { Request, Response } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { GuestLink } from './guest.link.js';

@Injectable()
export class GuestPhotos {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(PhotoListing) private readonly photos: PhotoListing,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
  ) {}

  async list(
    token: string,
    { cursor, limit }: PageQuery,
    request: Request,
    response: Response,
  ): Promise<GuestPhotoPage> {
    const { event, visitor, opened } = await this.link.open(token, request);
    const scope = photoScopeOf(visitor, { eventId: event.id, organizerId: event.ownerId }, new Date());
    if (scope.kind === 'none') throw deniedProblem(scope.because, 'event');
    // whoever is shown photos without being asked anything needs the link for their bytes
    if (visitor.kind === 'code-holder') this.wallet.add(request, response, 'share-code', opened.code.id);
    const page = await this.photos.page(event.id, { scope, state: 'ready' }, { cursor, limit });
    return { photos: page.photos.map(toGuestPhoto), nextCursor: page.nextCursor };
  }
}

function toGuestPhoto({
  id,
  fileName,
  bytes,
  width,
  height,
  takenAt,
}: Photo): GuestPhotoPage['photos'][number] {
  return { id, fileName, bytes, width, height, takenAt };
}
