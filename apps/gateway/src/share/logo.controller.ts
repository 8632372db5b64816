/** @module The logo of an event, on what is printed for it and on its guest pages. */
import { Controller, Delete, Get, Header, Inject, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes, AnswersNothing, TakesFiles } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { LogoService } from './logo.service.js';

@ApiTags('shares')
@Access('user')
@Controller('events/:eventId/logo')
export class LogoController {
  constructor(@Inject(LogoService) private readonly logos: LogoService) {}

  @Get()
  @Header('Cache-Control', 'private, no-cache')
  @AnswersBytes('image/png')
  async get(@CurrentUser() user: User, @EventId() eventId: string): Promise<StreamableFile> {
    return new StreamableFile(await this.logos.get(user, eventId), { type: 'image/png' });
  }

  /** Replaces the one before. */
  @Post()
  @TakesFiles('logo', false)
  @AnswersNothing()
  put(@CurrentUser() user: User, @EventId() eventId: string, @Req() request: Request): Promise<void> {
    return this.logos.put(user, eventId, request);
  }

  @Delete()
  @AnswersNothing()
  remove(@CurrentUser() user: User, @EventId() eventId: string): Promise<void> {
    return this.logos.remove(user, eventId);
  }
}
