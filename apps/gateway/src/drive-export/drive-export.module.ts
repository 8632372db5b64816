/** @module Exports into the organizer's Drive. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { DriveExportController } from './drive-export.controller.js';
import { DriveExportService } from './drive-export.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, QueueModule],
  controllers: [DriveExportController],
  providers: [DriveExportService],
})
export class DriveExportModule {}
