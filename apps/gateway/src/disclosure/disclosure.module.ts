/** @module "What do you hold of me?". */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { GuestModule } from '../guest/guest.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { DisclosureController } from './disclosure.controller.js';
import { DisclosureService } from './disclosure.service.js';

@Module({
  imports: [AccessModule, GuestModule, LimitModule],
  controllers: [DisclosureController],
  providers: [DisclosureService],
})
export class DisclosureModule {}
