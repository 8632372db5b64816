/** @module The people of events. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FaceIndexModule } from '../guest/face.index.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { PersonController } from './person.controller.js';
import { PersonEditService } from './person-edit.service.js';
import { PersonErase } from './person-erase.service.js';
import { PersonService } from './person.service.js';

@Module({
  imports: [AccessModule, FaceIndexModule, QueueModule],
  controllers: [PersonController],
  providers: [PersonEditService, PersonErase, PersonService],
})
export class PersonModule {}
