/** @module How this server stands with Google. */
import { Module } from '@nestjs/common';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { GoogleSetupController } from './google-setup.controller.js';
import { GoogleSetupService } from './google-setup.service.js';

@Module({
  imports: [DriveAccountModule],
  controllers: [GoogleSetupController],
  providers: [GoogleSetupService],
})
export class GoogleSetupModule {}
