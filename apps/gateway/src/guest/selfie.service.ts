/** @module Finds a guest's photos by a selfie: embedded, searched for in memory, forgotten; only what it matched is kept. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ownPhotosOf, photoScopeOf } from '@visage/access/access.filter';
import type { ProbeMatches } from '@visage/clustering/search/probe.match';
import type { SelfieOutcome, SelfieQuery } from '@visage/contracts/guest.contract';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import type { EventFacts } from '@visage/database/event/event.listing';
import { GuestRepository, type GuestRecord } from '@visage/database/guest/guest.repository';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import type { Request } from 'express';
import { placeOf } from '../access/photo.resource.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { SELFIE_ADDRESS_LIMIT, SELFIE_LIMIT } from '../limit/rate.settings.js';
import type { Clock } from '@visage/host/clock';
import { EventKeys } from '@visage/host/keys/event.keys';
import { CLOCK } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { EventSearch } from './event.search.js';
import { GuestLink, type OpenLink } from './guest.link.js';
import { SelfieEmbedder } from './selfie.embedder.js';
import { faceOf } from './selfie.choice.js';
import { requireThere } from './selfie.image.js';

@Injectable()
export class SelfieService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(SelfieEmbedder) private readonly embedder: SelfieEmbedder,
    @Inject(EventSearch) private readonly faces: EventSearch,
    @InjectRepository(GuestRepository) private readonly guests: GuestRepository,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @InjectRepository(KeptSelfieRepository) private readonly selfies: KeptSelfieRepository,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The answer holds no distances: they would tell how close a stranger came. */
  async search(
    token: string,
    { face: chosen, for: memberId }: SelfieQuery,
    request: Request,
  ): Promise<SelfieOutcome> {
    const opened = await this.link.open(token, request);
    const link = this.link.about(opened, memberId);
    this.link.require(link, 'event.selfie');
    if (!opened.guest || !link.guest) throw consentRequired();
    await this.limit.take(SELFIE_LIMIT, opened.guest.id); // however many share the phone
    await this.limit.take(SELFIE_ADDRESS_LIMIT, addressSubject(request.ip));
    this.audit.count(byGuest(opened.guest.id), { action: 'guest.searched', eventId: link.event.id });

    const reply = await this.embedder.read(link.event.embedder, request);
    if (reply.outcome === 'no-face') return { outcome: reply.fault ?? 'no-face' };
    const face = faceOf(reply.faces, chosen);
    if (face === 'several') {
      // nobody was searched for: with the face that is chosen, the guest's one selfie counts once
      await this.limit.giveBack(SELFIE_LIMIT, opened.guest.id);
      return { outcome: 'several', faces: reply.faces.map(({ box, crop }) => ({ box, crop })) };
    }
    const before = await this.countFound(link);
    const { ambiguous } = await this.match(link, link.guest, Float32Array.from(face.embedding), request);
    if (ambiguous) return { outcome: face.fault ?? 'ambiguous' };
    const now = await this.link.as(opened.guest.id, opened, request);
    const photos = await this.countFound(this.link.about(now, link.guest.id));
    if (photos > 0) return { outcome: 'found', photos, added: Math.max(0, photos - before) };
    return { outcome: face.fault ?? 'not-found' };
  }

  /** Of a guest who has hung up nothing is recorded. */
  private async match(
    { event }: OpenLink,
    guest: GuestRecord,
    probe: Float32Array,
    request: Request,
  ): Promise<ProbeMatches> {
    requireThere(request);
    const revision = await this.selfies.revisionOf(event.id);
    const found = await this.faces.find(event, probe);
    requireThere(request);
    if (!(await this.guests.recordMatches(guest.id, found.matches, this.clock.now())))
      throw consentRequired();
    // of a selfie in doubt nothing is kept: another one is asked for
    if (guest.keepLooking && !found.ambiguous) await this.keep(event, guest.id, probe, revision);
    return found;
  }

  /** What the guest looks like stays, sealed, for photos that come later; the picture is gone. */
  private async keep(
    { id: eventId, embedder: model }: EventFacts,
    guestId: string,
    probe: Float32Array,
    revision: number,
  ): Promise<void> {
    const id = randomUUID();
    const kept = await this.keys.with(eventId, async ({ sealing, revision: keyRevision }) => {
      const embedding = sealEmbedding(sealing, probe, { faceId: id, model });
      const selfie = { id, embedding, model, keyRevision };
      await this.selfies.keep({ eventId, guestId }, selfie, revision, this.clock.now());
      return true;
    });
    if (kept) await this.jobs.send('recognise', { eventId });
  }

  /** Of the photos that the link opens: how many others show somebody is not theirs to know. */
  private async countFound({ visitor, event }: OpenLink): Promise<number> {
    if (visitor.kind !== 'guest') throw consentRequired();
    const scope = photoScopeOf(visitor, placeOf(event), this.clock.now());
    return this.photos.count(event.id, { scope, within: ownPhotosOf(visitor), state: 'ready' });
  }
}

function consentRequired(): ProblemError {
  return new ProblemError(403, 'consent-required', 'Consent to the face search first.');
}
