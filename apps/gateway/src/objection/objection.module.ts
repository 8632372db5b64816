/** @module Those who do not want to be shown, and the answers they get. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { GuestModule } from '../guest/guest.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { PhotoFacesModule } from '../photo/photo.faces.module.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ObjectionAnswerController } from './objection-answer.controller.js';
import { ObjectionAnswers } from './objection-answer.service.js';
import { ObjectionController } from './objection.controller.js';
import { ObjectionService } from './objection.service.js';

@Module({
  imports: [AccessModule, GuestModule, LimitModule, PhotoFacesModule, PrivacyModule, QueueModule],
  controllers: [ObjectionController, ObjectionAnswerController],
  providers: [ObjectionService, ObjectionAnswers],
})
export class ObjectionModule {}
