/** @module The queues as administrators see them. */
import { Module } from '@nestjs/common';
import { PhotoModule } from '../photo/photo.module.js';
import { QueueController } from './queue.controller.js';
import { QueueService } from './queue.service.js';

@Module({ imports: [PhotoModule], controllers: [QueueController], providers: [QueueService] })
export class QueueAdminModule {}
