/** @module Google's notes that a mirrored Drive has changed. */
import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersNothing } from '../http/answer.decorator.js';
import { DriveNoteService } from './drive-note.service.js';

@ApiTags('drive mirrors')
@Access('public')
@Controller('drive/notes')
export class DriveNoteController {
  constructor(@Inject(DriveNoteService) private readonly notes: DriveNoteService) {}

  /** For Google alone. Every note is answered alike, so that nobody learns which channels there are; a body is not read. */
  @Post()
  @AnswersNothing()
  async receive(@Req() request: Request): Promise<void> {
    const header = (name: string): string => request.get(`x-goog-${name}`) ?? '';
    await this.notes.receive({
      channelId: header('channel-id'),
      token: header('channel-token'),
      state: header('resource-state'),
    });
  }
}
