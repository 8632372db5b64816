import { Module } from '@nestjs/common';
import { SessionController } from './session/session.controller.js';
import { EventController } from './event/event.controller.js';
import { ProgressController } from './event/progress.controller.js';
import { UploadController } from './photo/upload.controller.js';
import { PhotoController } from './photo/photo.controller.js';
import { PhotoBytesController } from './photo/photo-bytes.controller.js';
import { PersonController } from './person/person.controller.js';
import { ShareController } from './share/share.controller.js';
import { QrController } from './share/qr.controller.js';
import { GuestController } from './guest/guest.controller.js';
import { HealthController } from './health/health.controller.js';
@Module({controllers:[SessionController,EventController,ProgressController,UploadController,PhotoController,PhotoBytesController,PersonController,ShareController,QrController,GuestController,HealthController]})
export class GatewayModule {}
