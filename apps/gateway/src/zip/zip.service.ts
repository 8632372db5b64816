/**
 * @module Asking for an archive, and fetching it.
 *
 * A download is a navigation of the browser, which cannot carry the ids of a thousand photos; so a POST freezes the list
 * and answers an address, and any number of GETs fetch it whole or in parts. The list lies in Postgres, for the next part
 * may come from another gateway. The address is signed and short-lived, yet opens nothing by itself: every GET must come
 * from the same user, guest or code, and their rights to every photo are asked again, also while bytes flow. Frozen are
 * the photos and their order alone; whatever else changes them changes the ETag, and then `If-Range` starts anew. When a
 * photo is gone or out of reach, the answer is 410 and says so: an archive without it would be another one.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { Principal, PrincipalKey } from '@visage/access/access.principal';
import { deny } from '@visage/access/access.reason';
import type { InEvent } from '@visage/access/access.resource';
import type { User } from '@visage/contracts/session.contract';
import type { GuestZipCreate, Zip, ZipCreate } from '@visage/contracts/zip.contract';
import { photosAmong } from '@visage/database/photo/raw.pair';
import { PersonListing } from '@visage/database/person/person.listing';
import { ZipRepository } from '@visage/database/zip/zip.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import { AuditLog, byPrincipal } from '../audit/audit.log.js';
import { deniedProblem } from '../access/denied.problem.js';
import { placeOf } from '../access/photo.resource.js';
import { EventAccess } from '../access/event.access.js';
import { LinkWallet } from '../access/link.wallet.js';
import { staffOf } from '@visage/access/access.staff';
import { GuestLink } from '../guest/guest.link.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { RateLimit } from '../limit/rate.limit.js';
import { ZIP_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ZipAccess, type ZipWish } from './zip.access.js';
import { archiveOf } from './zip.archive.js';
import { ZipChecksums } from './zip.checksum.js';
import { holderOf } from './zip.holder.js';
import { safeName } from './zip.name.js';
import { ZipTicket } from './zip.ticket.js';

/** A download over a hotel's Wi-Fi goes on the next morning. */
const LIFETIME_MS = 24 * 60 * 60_000;

interface ZipOrder extends ZipWish {
  principal: Principal;
  holder: PrincipalKey;
  place: InEvent;
  /** Of the archive, without its ending. */
  name: string;
}

@Injectable()
export class ZipService {
  constructor(
    @Inject(EventAccess) private readonly events: EventAccess,
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(ZipAccess) private readonly access: ZipAccess,
    @Inject(ZipChecksums) private readonly checksums: ZipChecksums,
    @InjectRepository(ZipRepository) private readonly zips: ZipRepository,
    @Inject(ZipTicket) private readonly ticket: ZipTicket,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every original that was uploaded, those that could not be read among them: they are the organizer's files. */
  async createForUser(user: User, eventId: string, { photoIds, personId }: ZipCreate): Promise<Zip> {
    const event = await this.events.require(user, eventId, 'zip.create');
    const person = personId === undefined ? null : await this.people.find(personId);
    if (personId !== undefined && person?.eventId !== eventId) throw notFound('person');
    return this.create({
      principal: staffOf(user),
      holder: { kind: 'user', id: user.id },
      place: placeOf(event),
      name: person?.name ? `${event.name} - ${person.name}` : event.name,
      ...{ photoIds, personId },
    });
  }

  /** Exactly what the guest's page shows. */
  async createForGuest(
    token: string,
    { photoIds, ...choice }: GuestZipCreate,
    request: Request,
    response: Response,
  ): Promise<Zip> {
    const link = await this.link.open(token, request);
    const { event, code } = link;
    const { visitor, whose } = this.link.chosen(link, choice);
    const zip = await this.create({
      principal: visitor,
      holder: holderOf(visitor, code.id),
      place: placeOf(event),
      name: event.name,
      state: 'ready',
      ...{ photoIds, whose },
    });
    // without the link in its cookie this browser could not fetch it
    if (visitor.kind === 'code-holder') this.wallet.add(request, response, 'share-code', code.id);
    return zip;
  }

  private async create({ principal, holder, place, name, ...wish }: ZipOrder): Promise<Zip> {
    await this.limit.take(ZIP_LIMIT, `${holder.kind} ${holder.id}`);
    const { photos: chosen, withheld } = await this.access.choose(principal, place, wish);
    if (chosen.length === 0) {
      if (withheld.length > 0) throw deniedProblem(deny('location-inside'), 'download');
      throw new ProblemError(409, 'no-photos', 'There are no photos to download here, or not any more.');
    }
    const photos = await this.checksums.complete(place.eventId, chosen);
    const zip = await this.zips.create({
      eventId: place.eventId,
      holder,
      fileName: safeName(`${name}.zip`),
      photoIds: photos.map((photo) => photo.id),
      expiresAt: new Date(this.clock.now().getTime() + LIFETIME_MS),
    });
    const count = photosAmong(photos);
    const deed = { action: 'zip.made', eventId: place.eventId, subjectId: zip.id } as const;
    await this.audit.write(byPrincipal(principal), { ...deed, detail: { photos: count } });
    return {
      url: this.ticket.urlOf(zip.id),
      fileName: zip.fileName,
      photos: count,
      bytes: archiveOf(photos, zip.createdAt).layout.size,
      leftOut: wish.photoIds ? new Set(wish.photoIds).size - count - withheld.length : 0,
      withheld: withheld.length,
      expiresAt: zip.expiresAt.toISOString(),
    };
  }
}
