/** @module A guest's own Google Drive. */
import { Module } from '@nestjs/common';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { GuestModule } from '../guest/guest.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ZipModule } from '../zip/zip.module.js';
import { GuestDriveController } from './guest-drive.controller.js';
import { GuestDriveService } from './guest-drive.service.js';

@Module({
  imports: [DriveAccountModule, GuestModule, QueueModule, ZipModule],
  controllers: [GuestDriveController],
  providers: [GuestDriveService],
})
export class GuestDriveModule {}
