/**
 * @module The event as a code, or one of its guests, sees it: the same decisions that guard the routes, with their reasons.
 * Nothing is counted, and no link is opened.
 */
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import { photoScopeOf } from '@visage/access/access.filter';
import { NO_WISHES } from '@visage/access/access.wish';
import type { Visitor } from '@visage/access/access.principal';
import { allow, type Decision } from '@visage/access/access.reason';
import type { InEvent } from '@visage/access/access.resource';
import {
  viewActionSchema,
  type ShareDecision,
  type ViewAction,
  type ViewAs,
  type ViewAsQuery,
} from '@visage/contracts/share.contract';
import type { User } from '@visage/contracts/session.contract';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo/photo.listing';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import type { CodeOfShare } from '@visage/database/share/share.record';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { Principals } from '@visage/host/principals';
import { EventAccess } from '../access/event.access.js';
import { photoResourceOf, placeOf } from '../access/photo.resource.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ViewAsService {
  constructor(
    @InjectRepository(ShareCodeRepository) private readonly codes: ShareCodeRepository,
    @Inject(Principals) private readonly principals: Principals,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As if the password had been given, where there is one. */
  async view(user: User, codeId: string, { guestId, cursor, limit }: ViewAsQuery): Promise<ViewAs> {
    const opened = await this.codes.find(codeId);
    if (!opened) throw notFound('code');
    const event = await this.access.require(user, opened.share.eventId, 'share.manage', 'code');
    const place = placeOf(event);
    const visitor = await this.visitor(opened, guestId);
    const now = this.clock.now();
    const page = await this.photos.page(event.id, { state: 'ready' }, { cursor, limit });
    const listed = await this.photos.findEach(page.photos.map(({ id }) => id));
    const found = new Map(listed.map((photo) => [photo.id, photo]));
    return {
      actions: viewActionSchema.options.map((action) => ({
        action,
        decision: plain(decideAtDoor(visitor, place, action, now)),
      })),
      presentation: visitor.share.attributes.presentation,
      photos: page.photos.map(({ id, fileName }) => ({
        ...{ id, fileName },
        decision: plain(decideForPhoto(visitor, place, id, found.get(id), now)),
      })),
      nextCursor: page.nextCursor,
    };
  }

  private async visitor({ code, share }: CodeOfShare, guestId: string | undefined): Promise<Visitor> {
    const given = share.passwordId === null ? [] : [share.passwordId];
    const links = guestId === undefined ? { codeIds: [code.id] } : { guestIds: [guestId] };
    const [found] = await this.principals.visitors(links, given);
    if (found?.code.id !== code.id) throw notFound(guestId === undefined ? 'code' : 'guest');
    return found.visitor;
  }
}

/** Whether this is possible for any photo at all. */
function decideAtDoor(principal: Visitor, place: InEvent, action: ViewAction, now: Date): Decision {
  if (action === 'event.join' || action === 'event.selfie')
    return decide({ principal, action, resource: { kind: 'event', ...place }, now });
  const scope = photoScopeOf(principal, place, now, action);
  return scope.kind === 'none' ? scope.because : allow(scope.reason);
}

/** @param photo undefined for one that went meanwhile */
function decideForPhoto(
  principal: Visitor,
  place: InEvent,
  photoId: string,
  photo: ListedPhoto | undefined,
  now: Date,
): Decision {
  const gone = {
    kind: 'photo' as const,
    ...place,
    photoId,
    personIds: [],
    albumIds: [],
    held: true,
    blankable: false,
    wishes: NO_WISHES,
  };
  const resource = photo ? photoResourceOf(photo) : gone;
  return decide({ principal, action: 'photo.view', resource, now });
}

function plain({ allowed, reason, text }: Decision): ShareDecision {
  return { allowed, reason, text };
}
