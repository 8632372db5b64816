/** @module Mirrors of albums and Drive folders. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { DriveMirrorController } from './drive-mirror.controller.js';
import { DriveMirrorService } from './drive-mirror.service.js';
import { DriveNoteController } from './drive-note.controller.js';
import { DriveNoteService } from './drive-note.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, QueueModule],
  controllers: [DriveMirrorController, DriveNoteController],
  providers: [DriveMirrorService, DriveNoteService],
})
export class DriveMirrorModule {}
