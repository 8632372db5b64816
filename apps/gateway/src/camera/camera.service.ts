/** @module The cameras of an event and its zone, for those who keep its photos in order. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  Camera,
  Cameras,
  CameraShift,
  EventZone,
  EventZoneChange,
} from '@visage/contracts/camera.contract';
import type { User } from '@visage/contracts/session.contract';
import { CameraRepository, type ListedCamera } from '@visage/database/camera/camera.repository';
import { EventZoneRepository, type EventZoneRecord } from '@visage/database/event/event-zone.repository';
import { cameraName } from '@visage/contracts/camera.name';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class CameraService {
  constructor(
    @InjectRepository(CameraRepository) private readonly cameras: CameraRepository,
    @InjectRepository(EventZoneRepository) private readonly zones: EventZoneRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  async list(user: User, eventId: string): Promise<Cameras> {
    await this.access.require(user, eventId, 'event.view');
    const [zone, cameras] = await Promise.all([this.zones.find(eventId), this.cameras.listOfEvent(eventId)]);
    if (!zone) throw notFound('event');
    return { zone: toZone(zone), cameras: cameras.map(toCamera) };
  }

  async shift(user: User, eventId: string, cameraId: string, { shift }: CameraShift): Promise<Cameras> {
    await this.access.require(user, eventId, 'event.sort');
    const camera = await this.cameras.find(cameraId);
    if (camera?.eventId !== eventId) throw notFound('camera');
    if (await this.cameras.shift(cameraId, shift)) {
      const detail = { from: camera.shift, to: shift };
      await this.audit.write(byUser(user), {
        action: 'camera.shifted',
        eventId,
        subjectId: cameraId,
        detail,
      });
    }
    return this.list(user, eventId);
  }

  /** @throws ProblemError 422 when there is no such zone. */
  async chooseZone(user: User, eventId: string, { zone }: EventZoneChange): Promise<Cameras> {
    await this.access.require(user, eventId, 'event.sort');
    if (zone !== null && !(await this.zones.isKnown(zone))) throw unknownZone(zone);
    if (await this.zones.choose(eventId, zone)) {
      await this.audit.write(byUser(user), {
        ...{ action: 'event.zone-changed', eventId, ...(zone !== null && { detail: { zone } }) },
      });
    }
    return this.list(user, eventId);
  }
}

function toCamera({ make, model, serial, ...camera }: ListedCamera): Camera {
  return { ...camera, name: cameraName(make, model) ?? '', serial: serial === '' ? null : serial };
}

function toZone({ chosen, guessed }: EventZoneRecord): EventZone {
  if (chosen !== null) return { name: chosen, from: 'chosen' };
  return { name: guessed, from: /^[+-]/.test(guessed) ? 'photos' : 'organizer' };
}

function unknownZone(zone: string): Error {
  const message = `There is no time zone "${zone}". Choose one like "Europe/Berlin", or an offset like "+02:00".`;
  return problemOfIssues([{ path: ['zone'], message }]);
}
