/** @module The people who help with an event: list, add, remove. */
import { Body, Controller, Delete, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  collaboratorAddedSchema,
  collaboratorAddSchema,
  collaboratorsSchema,
  type CollaboratorAdd,
  type CollaboratorAdded,
  type Collaborators,
} from '@visage/contracts/collaborator.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, UserId } from '../http/id.param.js';
import { CollaboratorService } from './collaborator.service.js';

@ApiTags('collaborators')
@Access('user')
@Controller('events/:eventId/collaborators')
export class CollaboratorController {
  constructor(@Inject(CollaboratorService) private readonly collaborators: CollaboratorService) {}

  @Get()
  @Answers(collaboratorsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<Collaborators> {
    return this.collaborators.list(user, eventId);
  }

  /** By e-mail. Where there is no account with it, one is made that only helps, with a link to set its password. */
  @Post()
  @Answers(collaboratorAddedSchema, 201)
  add(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: collaboratorAddSchema }) body: CollaboratorAdd,
    @Req() request: Request,
  ): Promise<CollaboratorAdded> {
    return this.collaborators.add(user, eventId, body, request);
  }

  /** Collaborators may remove themselves. Counts at once. */
  @Delete(':userId')
  @AnswersNothing()
  remove(@CurrentUser() user: User, @EventId() eventId: string, @UserId() userId: string): Promise<void> {
    return this.collaborators.remove(user, eventId, userId);
  }
}
