/** @module The photos a link shows its holder: exactly those whose bytes `@visage/access` would give. */
import { Inject, Injectable } from '@nestjs/common';
import { ownPhotosOf, photoScopeOf, type PeoplesPhotos } from '@visage/access/access.filter';
import type { GuestPhotoPage, GuestPhotoQuery } from '@visage/contracts/guest.contract';
import type { Photo } from '@visage/contracts/photo.contract';
import { ShownPhotoRepository } from '@visage/database/guest/shown-photo.repository';
import type { MemberRecord } from '@visage/database/guest/visitor.repository';
import { PhotoListing, type PhotoFilter } from '@visage/database/photo/photo.listing';
import type { Request, Response } from 'express';
import type { Visitor } from '@visage/access/access.principal';
import { deny } from '@visage/access/access.reason';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { placeOf } from '../access/photo.resource.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { familyOf } from './guest.admission.js';
import { GuestLink, type OpenLink } from './guest.link.js';

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
    await this.shown.forgetWithdrawn(familyOf(guest).map(({ id }) => id));
  }

  async list(
    token: string,
    { cursor, limit, ...choice }: GuestPhotoQuery,
    request: Request,
    response: Response,
  ): Promise<GuestPhotoPage> {
    const link = await this.link.open(token, request);
    const { event, visitor, code } = link;
    const scope = photoScopeOf(visitor, placeOf(event), this.clock.now());
    if (scope.kind === 'none') throw deniedProblem(scope.because, 'event');
    // whoever is shown photos without being asked anything needs the link for their bytes
    if (visitor.kind === 'code-holder') this.wallet.add(request, response, 'share-code', code.id);
    const { visitor: asking, whose } = this.link.chosen(link, choice);
    const within = whose && ownOf(asking);
    if (within === null) throw deniedProblem(deny('selfie-required'), 'event');
    const ready: PhotoFilter = { scope, state: 'ready' };
    const page = await this.photos.page(event.id, { ...ready, ...(within && { within }) }, { cursor, limit });
    const family = this.foundFamily(link);
    const photoIds = page.photos.map(({ id }) => id);
    const mine = await this.photosOfEach(event.id, family, { photoIds });
    const hides = visitor.share.attributes.presentation.hideLocation;
    const withOriginal = new Set(
      hides ? await this.photos.ids(event.id, { scope, photoIds, blankable: true }) : photoIds,
    );
    const fresh = await this.fresh(family, mine);
    const all = cursor === undefined ? await this.photosOfEach(event.id, family, ready) : null;
    const news = all && {
      ...(await this.news(family, all)),
      withheld: await this.photos.count(event.id, { ...ready, ...(within && { within }), withheld: true }),
    };
    await this.shown.note(mine, this.clock.now());
    return {
      news,
      photos: page.photos.map((photo) => {
        const of = [...mine].flatMap(([guestId, ids]) => (ids.includes(photo.id) ? guestId : []));
        return {
          ...toGuestPhoto(photo),
          ...{ mine: of.length > 0, of, fresh: fresh.has(photo.id) },
          claimWaits: family.some(({ member }) => member.statements.waitingPhotoIds.includes(photo.id)),
          original: withOriginal.has(photo.id),
        };
      }),
      nextCursor: page.nextCursor,
      total: page.total,
      family:
        all && familyOf(link.guest).length > 1
          ? [...all].map(([id, ids]) => ({ id, photos: ids.length }))
          : null,
    };
  }

  /** Those of the guest's family who agreed to the face search. */
  private foundFamily(link: OpenLink): FoundMember[] {
    return familyOf(link.guest).flatMap((member) => {
      const own = ownOf(this.link.about(link, member.id).visitor);
      return own ? [{ member, own }] : [];
    });
  }

  private async photosOfEach(
    eventId: string,
    family: readonly FoundMember[],
    filter: PhotoFilter,
  ): Promise<PhotosOfEach> {
    const found = family.map(async ({ member, own }) => {
      const ids = await this.photos.ids(eventId, { ...filter, within: own });
      return [member.id, ids] as const;
    });
    return new Map(await Promise.all(found));
  }

  private async news(
    family: readonly FoundMember[],
    mine: PhotosOfEach,
  ): Promise<{ fresh: number; withdrawn: number }> {
    const withdrawn = await this.shown.countWithdrawn(family.map(({ member }) => member.id));
    return { fresh: (await this.fresh(family, mine)).size, withdrawn };
  }

  /**
   * Those of the photos that nobody of the family had been shown before this visit. To who was not here before all is new, so
   * nothing is.
   */
  private async fresh(family: readonly FoundMember[], mine: PhotosOfEach): Promise<Set<string>> {
    const returned = family.filter(({ member }) => member.visitedAt !== null);
    const [since] = returned.flatMap(({ member }) => member.visitAt ?? []);
    if (!since) return new Set();
    const photoIds = new Set(returned.flatMap(({ member }) => mine.get(member.id) ?? []));
    return this.shown.fresh([...mine.keys()], [...photoIds], since);
  }
}

interface FoundMember {
  member: MemberRecord;
  own: PeoplesPhotos;
}

/** Ids of photos, by whom of the family they show. */
type PhotosOfEach = ReadonlyMap<string, readonly string[]>;

/** Null for whom nobody was allowed to look for. */
function ownOf(visitor: Visitor): PeoplesPhotos | null {
  if (visitor.kind !== 'guest') return null;
  const own = ownPhotosOf(visitor);
  return own.anyOf.length > 0 ? own : null;
}

function toGuestPhoto({
  id,
  fileName,
  bytes,
  width,
  height,
  takenAt,
}: Photo): Omit<GuestPhotoPage['photos'][number], 'mine' | 'of' | 'claimWaits' | 'fresh' | 'original'> {
  return { id, fileName, bytes, width, height, takenAt };
}
