/** @module Events and their progress. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FaceIndexModule } from '../guest/face.index.module.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { UserModule } from '../user/user.module.js';
import { EventController } from './event.controller.js';
import { EventAdminController } from './event-admin.controller.js';
import { EventCountSweep } from './event-count.sweep.js';
import { EventErase } from './event.erase.js';
import { EventService } from './event.service.js';
import { ProgressController } from './progress.controller.js';
import { ProgressService } from './progress.service.js';

@Module({
  imports: [AccessModule, FaceIndexModule, ReceiptModule, UserModule],
  controllers: [EventAdminController, EventController, ProgressController],
  providers: [EventCountSweep, EventErase, EventService, ProgressService],
  exports: [EventErase],
})
export class EventModule {}
