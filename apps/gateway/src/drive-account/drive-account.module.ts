/** @module The Google Drive that a user connects. */
import { Module } from '@nestjs/common';
import { DriveAccountController } from './drive-account.controller.js';
import { DriveAccountService } from './drive-account.service.js';
import { DriveFolderService } from './drive-folder.service.js';
import { DriveConsent } from './drive.consent.js';
import { GoogleAccess } from './google.access.js';

@Module({
  controllers: [DriveAccountController],
  providers: [DriveAccountService, DriveConsent, DriveFolderService, GoogleAccess],
  exports: [DriveConsent, GoogleAccess],
})
export class DriveAccountModule {}
