/** @module "I do not want to be shown here": said by selfie or by pointing at a face, by somebody who has no account and joins nothing. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { decide } from '@visage/access/access.decision';
import type { GuestFaces } from '@visage/contracts/guest.contract';
import type {
  MadeObjection,
  ObjectionFaces,
  ObjectionOutcome,
  ObjectionSelfieQuery,
  ObjectionStatus,
  ObjectionSubject,
} from '@visage/contracts/objection.contract';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { EventListing, type EventFacts } from '@visage/database/event/event.listing';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import {
  ObjectionRepository,
  type NewObjection,
  type ObjectionRecord,
} from '@visage/database/objection/objection.repository';
import { ObjectionSettingsRepository } from '@visage/database/objection/objection-settings.repository';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo/photo.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import type { Request } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { LinkWallet } from '../access/link.wallet.js';
import { photoResourceOf } from '../access/photo.resource.js';
import { AuditLog } from '../audit/audit.log.js';
import { EventSearch } from '../guest/event.search.js';
import { GuestLink, type OpenLink } from '../guest/guest.link.js';
import { faceOf } from '../guest/selfie.choice.js';
import { SelfieEmbedder } from '../guest/selfie.embedder.js';
import { requireThere } from '../guest/selfie.image.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { PhotoFaces } from '../photo/photo.faces.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { OBJECTION_EVENT_LIMIT, OBJECTION_LIMIT, SELFIE_ADDRESS_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { PrivacyService } from '../privacy/privacy.service.js';
import { JobSender } from '../queue/job.sender.js';

@Injectable()
export class ObjectionService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(SelfieEmbedder) private readonly embedder: SelfieEmbedder,
    @Inject(EventSearch) private readonly faces: EventSearch,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @Inject(PhotoFaces) private readonly places: PhotoFaces,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(PrivacyService) private readonly privacy: PrivacyService,
    @InjectRepository(ObjectionRepository) private readonly objections: ObjectionRepository,
    @InjectRepository(ObjectionSettingsRepository) private readonly settings: ObjectionSettingsRepository,
    @InjectRepository(KeptSelfieRepository) private readonly selfies: KeptSelfieRepository,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async subject(token: string, request: Request): Promise<ObjectionSubject> {
    const { event, visitor } = await this.open(token, request);
    const { controller } = await this.privacy.searchOf(event.id);
    const { name: eventName, date: eventDate } = event;
    return { eventName, eventDate, facesEnded: visitor.share.faceSearch === 'ended', controller };
  }

  /** The selfie is forgotten; only where its face may be kept it is, sealed, also when nobody looks like it yet. */
  async bySelfie(
    token: string,
    { wish, keep, face: chosen }: ObjectionSelfieQuery,
    request: Request,
  ): Promise<ObjectionOutcome> {
    const link = await this.open(token, request);
    this.link.requireFaces(link);
    await this.limit.take(SELFIE_ADDRESS_LIMIT, addressSubject(request.ip));
    const { event } = link;
    const reply = await this.embedder.read(event.embedder, request);
    if (reply.outcome === 'no-face') return { outcome: reply.fault ?? 'no-face' };
    const face = faceOf(reply.faces, chosen);
    if (face === 'several')
      return { outcome: 'several', faces: reply.faces.map(({ box, crop }) => ({ box, crop })) };
    const probe = Float32Array.from(face.embedding);
    try {
      const revision = await this.selfies.revisionOf(event.id);
      const { matches, ambiguous } = await this.faces.find(event, probe);
      if (ambiguous) return { outcome: face.fault ?? 'ambiguous' };
      if (matches.length === 0 && !keep) return { outcome: face.fault ?? 'not-found' };
      requireThere(request);
      const faceIds = matches.flatMap((match) => match.faceIds);
      const id = randomUUID();
      const make = (kept: NewObjection['kept']): Promise<MadeObjection> =>
        this.make(link, { id, wish, faceIds, kept }, { revision }, request);
      const made = keep ? await this.keeping(event, id, probe, make) : await make(null);
      if (keep) await this.jobs.send('recognise', { eventId: event.id });
      return { outcome: 'made', ...made };
    } finally {
      probe.fill(0);
    }
  }

  /** @throws ProblemError 404 for a photo that the link does not show, 422 for a face that is not in it. */
  async byFaces(
    token: string,
    { wish, photoId, faceIds }: ObjectionFaces,
    request: Request,
  ): Promise<MadeObjection> {
    const link = await this.open(token, request);
    const photo = await this.shown(link, photoId);
    const known = new Set(photo.faces.map(({ id }) => id));
    if (!faceIds.every((id) => known.has(id)))
      throw problemOfIssues([
        {
          path: ['faceIds'],
          message: 'The photo has no such face any more. Open it again and tap the face.',
        },
      ]);
    return this.make(link, { id: randomUUID(), wish, faceIds, kept: null }, { revision: 0 }, request);
  }

  /** Places alone: not who they are. */
  async facesOf(token: string, photoId: string, request: Request): Promise<GuestFaces> {
    const photo = await this.shown(await this.open(token, request), photoId);
    return { faces: (await this.places.of(photo)).map(({ id, box }) => ({ id, box })) };
  }

  async status(token: string): Promise<ObjectionStatus> {
    const objection = await this.find(token);
    const event = await this.events.facts(objection.eventId);
    if (!event) throw unknownObjection();
    const { wish, state, keeps, answer, createdAt, answeredAt } = objection;
    const { facesEnded, withhold } = await this.settings.find(objection.eventId);
    const laterWithheld = facesEnded && (state === 'agreed' || (state === 'waiting' && withhold));
    return {
      ...{
        eventName: event.name,
        laterWithheld,
        wish,
        state,
        keeps,
        answer,
        createdAt: createdAt.toISOString(),
      },
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }

  /** What was kept for it goes; how people are shown by then is left to the organizer. */
  async withdraw(token: string): Promise<void> {
    const { id, eventId } = await this.find(token);
    if (!(await this.objections.settle(id, 'withdrawn', { at: this.clock.now() }))) return;
    await this.audit.write(NOBODY, { action: 'objection.withdrawn', eventId, subjectId: id });
  }

  private async open(token: string, request: Request): Promise<OpenLink> {
    const link = await this.link.open(token, request);
    this.link.require(link, 'event.object');
    return link;
  }

  private async make(
    { event, code }: OpenLink,
    draft: Omit<NewObjection, 'eventId'>,
    since: { revision: number },
    request: Request,
  ): Promise<MadeObjection> {
    await this.limit.take(OBJECTION_LIMIT, addressSubject(request.ip));
    await this.limit.take(OBJECTION_EVENT_LIMIT, event.id);
    const eventId = event.id;
    const found = await this.objections.create({ ...draft, eventId }, since, this.clock.now());
    await this.audit.write(
      { actor: 'link', actorId: code.id },
      { action: 'objection.made', eventId, subjectId: draft.id, detail: { wish: draft.wish } },
    );
    const { withhold } = await this.settings.find(eventId);
    return { token: this.wallet.tokenOf('objection', draft.id), found: found > 0, withheld: withhold };
  }

  /** Again with the new key where the event gets one just now. */
  private async keeping(
    { id: eventId, embedder: model }: EventFacts,
    faceId: string,
    probe: Float32Array,
    make: (kept: NewObjection['kept']) => Promise<MadeObjection>,
  ): Promise<MadeObjection> {
    const made = await this.keys.with(eventId, ({ sealing, revision: keyRevision }) =>
      make({ embedding: sealEmbedding(sealing, probe, { faceId, model }), model, keyRevision }),
    );
    return made ?? make(null);
  }

  private async shown({ visitor, event }: OpenLink, photoId: string): Promise<ListedPhoto> {
    const photo = await this.photos.find(photoId);
    if (photo?.eventId !== event.id) throw notFound('photo');
    const asked = { action: 'photo.preview', resource: photoResourceOf(photo) } as const;
    const decision = decide({ principal: visitor, now: this.clock.now(), ...asked });
    if (!decision.allowed) throw deniedProblem(decision, 'photo');
    return photo;
  }

  private async find(token: string): Promise<ObjectionRecord> {
    const id = this.wallet.idOf('objection', token);
    const objection = id === null ? null : await this.objections.find(id);
    if (!objection) throw unknownObjection();
    return objection;
  }
}

const NOBODY = { actor: 'nobody', actorId: null } as const;

function unknownObjection(): ProblemError {
  const detail = 'There is no such objection, or not any more. If you do not want to be shown, object again.';
  return new ProblemError(404, 'unknown-objection', detail);
}
