/** @module The people of events. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { PersonController } from './person.controller.js';
import { PersonService } from './person.service.js';

@Module({ imports: [AccessModule], controllers: [PersonController], providers: [PersonService] })
export class PersonModule {}
