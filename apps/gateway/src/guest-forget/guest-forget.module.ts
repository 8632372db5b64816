/** @module Being forgotten. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { GuestModule } from '../guest/guest.module.js';
import { PhotoModule } from '../photo/photo.module.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { UploadModule } from '../upload/upload.module.js';
import { GuestForgetController } from './guest-forget.controller.js';
import { GuestForgetService } from './guest-forget.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, GuestModule, PhotoModule, ReceiptModule, UploadModule],
  controllers: [GuestForgetController],
  providers: [GuestForgetService],
})
export class GuestForgetModule {}
