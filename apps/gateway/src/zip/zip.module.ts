/** @module Photos as one archive. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { GuestModule } from '../guest/guest.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { ZipAccess } from './zip.access.js';
import { ZipChecksums } from './zip.checksum.js';
import { ZipController } from './zip.controller.js';
import { ZipDownload } from './zip.download.js';
import { ZipHolders } from './zip.holder.js';
import { ZipService } from './zip.service.js';
import { ZipSweep } from './zip.sweep.js';
import { ZipTicket } from './zip.ticket.js';

@Module({
  imports: [AccessModule, GuestModule, LimitModule],
  controllers: [ZipController],
  providers: [ZipAccess, ZipChecksums, ZipDownload, ZipHolders, ZipService, ZipSweep, ZipTicket],
  exports: [ZipAccess],
})
export class ZipModule {}
