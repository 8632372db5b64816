/** @module Who helps the organizer of an event. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { UserModule } from '../user/user.module.js';
import { CollaboratorController } from './collaborator.controller.js';
import { CollaboratorService } from './collaborator.service.js';

@Module({
  imports: [AccessModule, LimitModule, UserModule],
  controllers: [CollaboratorController],
  providers: [CollaboratorService],
})
export class CollaboratorModule {}
