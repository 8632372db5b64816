/** @module One person's face data are erased, and not made again; the photos stay. */
import { Inject, Injectable } from '@nestjs/common';
import type { ErasedPerson } from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import { FaceEraseRepository } from '@visage/database/face/face-erase.repository';
import { PersonListing } from '@visage/database/person/person.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK, STORE } from '@visage/host/host.token';
import { facePictureKeys } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class PersonErase {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(FaceIndexCache) private readonly indexes: FaceIndexCache,
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @InjectRepository(FaceEraseRepository) private readonly faces: FaceEraseRepository,
    @Inject(STORE) private readonly store: Pick<ObjectStore, 'delete'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Asked again, where it broke off, it removes what was left. */
  async erase(user: User, personId: string): Promise<ErasedPerson> {
    const person = await this.people.find(personId);
    if (!person) throw notFound('person');
    const { id, eventId } = person;
    await this.access.require(user, eventId, 'event.manage', 'person');
    const { faceIds, guests } = await this.faces.erase(eventId, id, this.clock.now());
    this.indexes.forget(eventId); // other gateways read what changed with their next search
    for (const faceId of faceIds)
      for (const key of facePictureKeys(eventId, faceId)) await this.store.delete(key);
    const detail = { faces: faceIds.length, guests };
    await this.audit.write(byUser(user), { action: 'person.erased', eventId, subjectId: id, detail });
    return detail;
  }
}
