/** @module One photo, and whether whoever asks may do that with it. */
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '@visage/access/access.principal';
import type { Allowed } from '@visage/access/access.reason';
import { decide } from '@visage/access/access.decision';
import type { PhotoAction, PhotoResource } from '@visage/access/access.resource';
import { staffOf } from '@visage/access/access.staff';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo/photo.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { photoResourceOf } from '../access/photo.resource.js';
import { RequestPrincipals } from '../access/request.principals.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

export interface AllowedPhoto {
  photo: ListedPhoto;
  principal: Principal;
  decision: Allowed;
}

@Injectable()
export class PhotoAccess {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(RequestPrincipals) private readonly principals: RequestPrincipals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of one in the trash, the small picture is for those who may bring it back. @throws ProblemError 401, 403, 404 or 410. */
  async require(action: PhotoAction, photoId: string, request: GatewayRequest): Promise<AllowedPhoto> {
    const photo = await this.photos.find(photoId, { trashed: action === 'photo.thumbnail' });
    // a stranger gets the same answer for every id
    if (!photo) throw request.user || request.get('cookie') ? notFound('photo') : notSignedIn();
    const resource = photoResourceOf(photo);
    if (photo.deletedAt !== null && !mayBringBack(request, resource, this.clock.now()))
      throw notFound('photo');
    return { photo, ...(await this.principals.admit(request, { action, resource }, 'photo')) };
  }
}

function mayBringBack({ user }: GatewayRequest, resource: PhotoResource, now: Date): boolean {
  return (
    user !== undefined &&
    decide({ principal: staffOf(user.user), action: 'photo.delete', resource, now }).allowed
  );
}

function notSignedIn(): ProblemError {
  return new ProblemError(401, 'not-signed-in', 'Sign in, or open the link you were given.');
}
