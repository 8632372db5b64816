/** @module The people of an event, and correcting them. */
import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  personEditSchema,
  erasedPersonSchema,
  personEffectQuerySchema,
  personEffectSchema,
  personFacesSchema,
  personHistorySchema,
  personMergeSchema,
  personPageSchema,
  personSplitSchema,
  personQuerySchema,
  personSchema,
  personUpdateSchema,
  undonePersonEditSchema,
  type ErasedPerson,
  type Person,
  type PersonEdit,
  type PersonEffect,
  type PersonEffectQuery,
  type PersonFaces,
  type PersonHistory,
  type PersonMerge,
  type PersonPage,
  type PersonSplit,
  type PersonQuery,
  type PersonUpdate,
  type UndonePersonEdit,
} from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, PersonEditId, PersonId } from '../http/id.param.js';
import { PersonEditService } from './person-edit.service.js';
import { PersonErase } from './person-erase.service.js';
import { PersonService } from './person.service.js';

@ApiTags('people')
@Access('user')
@Controller()
export class PersonController {
  constructor(
    @Inject(PersonService) private readonly people: PersonService,
    @Inject(PersonEditService) private readonly edits: PersonEditService,
    @Inject(PersonErase) private readonly eraser: PersonErase,
  ) {}

  @Get('events/:eventId/people')
  @Answers(personPageSchema)
  list(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Query({ schema: personQuerySchema }) query: PersonQuery,
  ): Promise<PersonPage> {
    return this.people.list(user, eventId, query);
  }

  @Get('events/:eventId/people/history')
  @Answers(personHistorySchema)
  history(@CurrentUser() user: User, @EventId() eventId: string): Promise<PersonHistory> {
    return this.edits.history(user, eventId);
  }

  @Post('events/:eventId/people/undo')
  @Answers(undonePersonEditSchema)
  undo(@CurrentUser() user: User, @EventId() eventId: string): Promise<UndonePersonEdit> {
    return this.edits.undo(user, eventId);
  }

  /** What taking it back would bring back, and what would stay. */
  @Get('events/:eventId/people/history/:editId/undo')
  @Answers(undonePersonEditSchema)
  foresee(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @PersonEditId() editId: string,
  ): Promise<UndonePersonEdit> {
    return this.edits.foresee(user, eventId, editId);
  }

  /** Takes back a correction, whatever was corrected since; of a guest's claim that waits: refuses it. */
  @Post('events/:eventId/people/history/:editId/undo')
  @Answers(undonePersonEditSchema)
  undoOne(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @PersonEditId() editId: string,
  ): Promise<UndonePersonEdit> {
    return this.edits.undoOne(user, eventId, editId);
  }

  /** Agrees to a guest's claim of somebody's face. */
  @Post('events/:eventId/people/history/:editId/accept')
  @Answers(personEditSchema)
  accept(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @PersonEditId() editId: string,
  ): Promise<PersonEdit> {
    return this.edits.accept(user, eventId, editId);
  }

  @Get('people/:personId')
  @Answers(personSchema)
  get(@CurrentUser() user: User, @PersonId() personId: string): Promise<Person> {
    return this.people.get(user, personId);
  }

  @Get('people/:personId/faces')
  @Answers(personFacesSchema)
  faces(@CurrentUser() user: User, @PersonId() personId: string): Promise<PersonFaces> {
    return this.people.faces(user, personId);
  }

  /** What showing them to visitors in this way would do. */
  @Get('people/:personId/effect')
  @Answers(personEffectSchema)
  effect(
    @CurrentUser() user: User,
    @PersonId() personId: string,
    @Query({ schema: personEffectQuerySchema }) query: PersonEffectQuery,
  ): Promise<PersonEffect> {
    return this.people.foresee(user, personId, query);
  }

  @Patch('people/:personId')
  @Answers(personSchema)
  update(
    @CurrentUser() user: User,
    @PersonId() personId: string,
    @Body({ schema: personUpdateSchema }) body: PersonUpdate,
  ): Promise<Person> {
    return this.edits.update(user, personId, body);
  }

  /** Embeddings, cut-outs and matches go for good, and are not made again; the photos stay. */
  @Delete('people/:personId/faces')
  @Answers(erasedPersonSchema)
  eraseFaces(@CurrentUser() user: User, @PersonId() personId: string): Promise<ErasedPerson> {
    return this.eraser.erase(user, personId);
  }

  @Post('people/:personId/merge')
  @Answers(personSchema)
  merge(
    @CurrentUser() user: User,
    @PersonId() personId: string,
    @Body({ schema: personMergeSchema }) body: PersonMerge,
  ): Promise<Person> {
    return this.edits.merge(user, personId, body);
  }

  @Post('people/:personId/split')
  @Answers(personSchema, 201)
  part(
    @CurrentUser() user: User,
    @PersonId() personId: string,
    @Body({ schema: personSplitSchema }) body: PersonSplit,
  ): Promise<Person> {
    return this.edits.split(user, personId, body);
  }
}
