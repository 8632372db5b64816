/** @module Imports of Drive folders. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { DriveImportController } from './drive-import.controller.js';
import { DriveImportService } from './drive-import.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, QueueModule],
  controllers: [DriveImportController],
  providers: [DriveImportService],
})
export class DriveImportModule {}
