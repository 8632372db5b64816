/** @module Mirrors of albums and Drive folders. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { DriveMirrorController } from './drive-mirror.controller.js';
import { DriveMirrorService } from './drive-mirror.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, QueueModule],
  controllers: [DriveMirrorController],
  providers: [DriveMirrorService],
})
export class DriveMirrorModule {}
