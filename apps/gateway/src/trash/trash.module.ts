/** @module The trash. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { EventModule } from '../event/event.module.js';
import { DriveCopies } from './drive-copies.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { TrashController } from './trash.controller.js';
import { TrashService } from './trash.service.js';

@Module({
  imports: [AccessModule, DriveAccountModule, EventModule, ReceiptModule],
  controllers: [TrashController],
  providers: [DriveCopies, TrashService],
})
export class TrashModule {}
