/** @module How long events are kept. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { EventModule } from '../event/event.module.js';
import { FaceIndexModule } from '../guest/face.index.module.js';
import { EventRekey } from './event.rekey.js';
import { RetentionController } from './retention.controller.js';
import { RetentionService } from './retention.service.js';
import { RetentionSweep } from './retention.sweep.js';

@Module({
  imports: [AccessModule, EventModule, FaceIndexModule],
  controllers: [RetentionController],
  providers: [RetentionService, RetentionSweep, EventRekey],
})
export class RetentionModule {}
