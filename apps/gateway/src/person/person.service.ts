/** @module The people of an event for its organizers. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  Person,
  PersonEffect,
  PersonEffectQuery,
  PersonFaces,
  PersonPage,
  PersonQuery,
} from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import type { EventFacts } from '@visage/database/event/event.listing';
import { PersonEffectRepository } from '@visage/database/person/person-effect.repository';
import { PersonListing, type ListedPerson } from '@visage/database/person/person.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class PersonService {
  constructor(
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @InjectRepository(PersonEffectRepository) private readonly effects: PersonEffectRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: User, eventId: string, { cursor, limit, ...filter }: PersonQuery): Promise<PersonPage> {
    await this.access.require(user, eventId, 'event.view');
    const page = await this.people.page(eventId, filter, { cursor, limit });
    return { ...page, people: page.people.map(toPerson) };
  }

  async get(user: User, personId: string): Promise<Person> {
    return toPerson((await this.find(user, personId, 'event.view')).person);
  }

  async faces(user: User, personId: string): Promise<PersonFaces> {
    await this.find(user, personId, 'event.view');
    return { faces: await this.people.facesOf(personId) };
  }

  async foresee(user: User, personId: string, query: PersonEffectQuery): Promise<PersonEffect> {
    const { id } = (await this.find(user, personId, 'event.sort')).person;
    return this.effects.foresee(id, query, this.clock.now());
  }

  /** @throws ProblemError 404 when there is no such person, or they are not the user's to see */
  async find(
    user: User,
    personId: string,
    action: 'event.view' | 'event.sort',
  ): Promise<{ person: ListedPerson; event: EventFacts }> {
    const person = await this.people.find(personId);
    if (!person) throw notFound('person');
    return { person, event: await this.access.require(user, person.eventId, action, 'person') };
  }
}

function toPerson({ eventId: _, ...person }: ListedPerson): Person {
  return person;
}
