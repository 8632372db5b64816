/** @module The trash. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { EventModule } from '../event/event.module.js';
import { TrashController } from './trash.controller.js';
import { TrashService } from './trash.service.js';

@Module({ imports: [AccessModule, EventModule], controllers: [TrashController], providers: [TrashService] })
export class TrashModule {}
