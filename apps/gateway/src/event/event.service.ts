/** @module Events of an organizer, and those they help with: made with a data key of their own, listed with their progress. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Event, EventCreate, Events, EventUpdate } from '@visage/contracts/event.contract';
import type { ModelManifest } from '@visage/contracts/model.contract';
import type { User } from '@visage/contracts/session.contract';
import { EventListing, type ListedEvent } from '@visage/database/event/event.listing';
import { EventZoneRepository } from '@visage/database/event/event-zone.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { PhotoApprovalRepository } from '@visage/database/photo/photo-approval.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import type { Clock } from '@visage/host/clock';
import { EventKeys } from '@visage/host/keys/event.keys';
import { CLOCK, ENV, MANIFEST } from '@visage/host/host.token';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import type { GatewayEnv } from '../env.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { UserQuota } from '../user/user.quota.js';
import { defaultEmbedder, knownEmbedder } from './event.embedder.js';

@Injectable()
export class EventService {
  private readonly embedder: string;

  constructor(
    @InjectRepository(EventListing) private readonly listing: EventListing,
    @InjectRepository(EventRepository) private readonly events: EventRepository,
    @InjectRepository(EventZoneRepository) private readonly zones: EventZoneRepository,
    @InjectRepository(PhotoApprovalRepository) private readonly approvals: PhotoApprovalRepository,
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(UserQuota) private readonly quota: UserQuota,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @Inject(MANIFEST) private readonly manifest: ModelManifest,
    @Inject(ENV) env: GatewayEnv,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.embedder = defaultEmbedder(manifest, env.EMBEDDER);
  }

  /** @throws ProblemError 403 when the account is one that only helps, 409 when its quota is used up. */
  async create(
    user: User,
    { name, date, zone, embedder, faces = true, encrypted = false, ...days }: EventCreate,
  ): Promise<Event> {
    if (user.role === 'collaborator') throw onlyHelps();
    await this.quota.requireEvent(user.id);
    const id = randomUUID();
    const { photoKey } = await this.keys.create(id);
    await this.events.create({
      id,
      ownerId: user.id,
      name,
      date: date ?? null,
      embedder: embedder === undefined ? this.embedder : knownEmbedder(this.manifest, embedder),
      guessedZone: zone !== undefined && (await this.zones.isKnown(zone)) ? zone : serverZone(),
      keptFrom: this.clock.now(),
      ...(encrypted && { photoKey }),
      // what has ended from the start is as one whose faces have ended since
      ...(!faces && { facesEndedAt: this.clock.now() }),
      ...days,
    });
    await this.audit.write(byUser(user), { action: 'event.made', eventId: id });
    return this.get(user, id);
  }

  /** Own events and those the user helps with; an administrator's list holds everybody's. */
  async list(user: User): Promise<Events> {
    const events = await this.listing.list(
      user.role === 'admin' ? 'everybody' : { ownerId: user.id, ids: user.helpsWith },
    );
    return { events: events.map((event) => toEvent(event, user)) };
  }

  async get(user: User, eventId: string): Promise<Event> {
    await this.access.require(user, eventId, 'event.view');
    const event = await this.listing.find(eventId);
    if (!event) throw notFound('event');
    return toEvent(event, user);
  }

  async update(user: User, eventId: string, { holdPhotos }: EventUpdate): Promise<Event> {
    await this.access.require(user, eventId, 'event.manage');
    await this.approvals.holdNew(eventId, holdPhotos);
    return this.get(user, eventId);
  }

  async remove(user: User, eventId: string): Promise<void> {
    await this.access.require(user, eventId, 'event.erase');
    await this.bin.putEvent(eventId, this.clock.now());
    await this.audit.write(byUser(user), { action: 'event.trashed', eventId });
  }
}

function toEvent({ ownerId, ownerName, createdAt, ...event }: ListedEvent, { id, role }: User): Event {
  const own = ownerId === id;
  const part = own ? 'owner' : role === 'admin' ? 'admin' : 'collaborator';
  return { ...event, createdAt: createdAt.toISOString(), part, ownerName: own ? null : ownerName };
}

/** As this process has it: `TZ`, or the system's. */
function serverZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function onlyHelps(): ProblemError {
  const detail =
    'Your account helps with the events of others. Ask an administrator to make it one that has its own.';
  return new ProblemError(403, 'only-helps', detail);
}
