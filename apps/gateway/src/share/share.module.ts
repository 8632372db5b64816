/** @module Shares, codes and their QR images. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CodeController } from './code.controller.js';
import { BrandController } from './brand.controller.js';
import { CodeService } from './code.service.js';
import { LogoController } from './logo.controller.js';
import { LogoService } from './logo.service.js';
import { PrintController } from './print.controller.js';
import { PrintService } from './print.service.js';
import { QrController } from './qr.controller.js';
import { ShareAnswer } from './share.answer.js';
import { ShareGuestController } from './share-guest.controller.js';
import { ShareGuestService } from './share-guest.service.js';
import { ShareController } from './share.controller.js';
import { ShareDefaultsController } from './share-defaults.controller.js';
import { ShareLink } from './share.link.js';
import { ShareService } from './share.service.js';
import { ShortCodes } from './short.codes.js';
import { ViewAsController } from './view-as.controller.js';
import { ViewAsService } from './view-as.service.js';

@Module({
  imports: [AccessModule],
  controllers: [
    ShareController,
    ShareDefaultsController,
    CodeController,
    ShareGuestController,
    QrController,
    PrintController,
    LogoController,
    BrandController,
    ViewAsController,
  ],
  providers: [
    CodeService,
    LogoService,
    PrintService,
    ShareAnswer,
    ShareGuestService,
    ShareLink,
    ShareService,
    ShortCodes,
    ViewAsService,
  ],
  exports: [LogoService],
})
export class ShareModule {}
