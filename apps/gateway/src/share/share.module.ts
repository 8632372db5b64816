/** @module Shares, codes and their QR images. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { QrController } from './qr.controller.js';
import { ShareController } from './share.controller.js';
import { ShareLink } from './share.link.js';
import { ShareService } from './share.service.js';

@Module({
  imports: [AccessModule],
  controllers: [ShareController, QrController],
  providers: [ShareLink, ShareService],
})
export class ShareModule {}
