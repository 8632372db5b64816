/** @module The people of events. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { PersonController } from './person.controller.js';
import { PersonEditService } from './person-edit.service.js';
import { PersonService } from './person.service.js';

@Module({
  imports: [AccessModule, QueueModule],
  controllers: [PersonController],
  providers: [PersonEditService, PersonService],
})
export class PersonModule {}
