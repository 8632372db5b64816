/** @module What people are told about their data here. */
import { Module } from '@nestjs/common';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { PrivacyController } from './privacy.controller.js';
import { PrivacyService } from './privacy.service.js';

@Module({
  imports: [DriveAccountModule],
  controllers: [PrivacyController],
  providers: [PrivacyService],
  exports: [PrivacyService],
})
export class PrivacyModule {}
