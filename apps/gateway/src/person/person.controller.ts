/** @module The people of an event, and naming one. */
import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  peopleSchema,
  personSchema,
  personUpdateSchema,
  type People,
  type Person,
  type PersonUpdate,
} from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, PersonId } from '../http/id.param.js';
import { PersonService } from './person.service.js';

@ApiTags('people')
@Access('user')
@Controller()
export class PersonController {
  constructor(@Inject(PersonService) private readonly people: PersonService) {}

  @Get('events/:eventId/people')
  @Answers(peopleSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<People> {
    return this.people.list(user, eventId);
  }

  @Get('people/:personId')
  @Answers(personSchema)
  get(@CurrentUser() user: User, @PersonId() personId: string): Promise<Person> {
    return this.people.get(user, personId);
  }

  @Patch('people/:personId')
  @Answers(personSchema)
  rename(
    @CurrentUser() user: User,
    @PersonId() personId: string,
    @Body({ schema: personUpdateSchema }) body: PersonUpdate,
  ): Promise<Person> {
    return this.people.rename(user, personId, body);
  }
}
