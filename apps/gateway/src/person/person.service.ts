/** @module The people of an event for its organizers. */
import { Inject, Injectable } from '@nestjs/common';
import type { People, Person, PersonUpdate } from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import { PersonListing, type ListedPerson } from '@visage/database/person.listing';
import { PersonRepository } from '@visage/database/person.repository';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';

@Injectable()
export class PersonService {
  constructor(
    @Inject(PersonListing) private readonly people: PersonListing,
    @Inject(PersonRepository) private readonly repository: PersonRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
  ) {}

  async list(user: User, eventId: string): Promise<People> {
    await this.access.require(user, eventId, 'event.view');
    return { people: (await this.people.listOfEvent(eventId)).map(toPerson) };
  }

  async get(user: User, personId: string): Promise<Person> {
    return toPerson(await this.find(user, personId, 'event.view'));
  }

  /** An empty name is no name. */
  async rename(user: User, personId: string, { name }: PersonUpdate): Promise<Person> {
    const { eventId } = await this.find(user, personId, 'event.manage');
    await this.repository.rename(eventId, personId, name || null);
    return this.get(user, personId);
  }

  private async find(
    user: User,
    personId: string,
    action: 'event.view' | 'event.manage',
  ): Promise<ListedPerson> {
    const person = await this.people.find(personId);
    if (!person) throw notFound('person');
    await this.access.require(user, person.eventId, action, 'person');
    return person;
  }
}

function toPerson({ eventId: _, ...person }: ListedPerson): Person {
  return person;
}
