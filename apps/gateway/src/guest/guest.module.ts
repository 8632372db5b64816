/** @module Everything behind a guest's link. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { DriveAccountModule } from '../drive-account/drive-account.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { ConsentModule } from '../consent/consent.module.js';
import { PhotoFacesModule } from '../photo/photo.faces.module.js';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ShareModule } from '../share/share.module.js';
import { EventSearch } from './event.search.js';
import { FaceIndexModule } from './face.index.module.js';
import { CompanionController } from './companion.controller.js';
import { CompanionService } from './companion.service.js';
import { GuestCorrectionController } from './guest-correction.controller.js';
import { GuestCorrections } from './guest-correction.service.js';
import { GuestChanges } from './guest-change.service.js';
import { GuestController } from './guest.controller.js';
import { GuestJoining } from './guest.join.js';
import { GuestLink } from './guest.link.js';
import { GuestLogoController } from './guest-logo.controller.js';
import { GuestPrivacyController } from './guest-privacy.controller.js';
import { GuestPhotos } from './guest.photos.js';
import { GuestService } from './guest.service.js';
import { KeptSelfieSweep } from './kept-selfie.sweep.js';
import { SelfieEmbedder } from './selfie.embedder.js';
import { SelfieService } from './selfie.service.js';
import { TypedCodeController } from './typed-code.controller.js';
import { TypedCodeService } from './typed-code.service.js';

@Module({
  imports: [
    AccessModule,
    ConsentModule,
    DriveAccountModule,
    FaceIndexModule,
    LimitModule,
    PhotoFacesModule,
    PrivacyModule,
    QueueModule,
    ShareModule,
  ],
  controllers: [
    CompanionController,
    GuestController,
    GuestCorrectionController,
    GuestLogoController,
    GuestPrivacyController,
    TypedCodeController,
  ],
  providers: [
    CompanionService,
    EventSearch,
    GuestChanges,
    GuestCorrections,
    GuestJoining,
    GuestLink,
    GuestPhotos,
    GuestService,
    KeptSelfieSweep,
    SelfieEmbedder,
    SelfieService,
    TypedCodeService,
  ],
  exports: [EventSearch, GuestLink, SelfieEmbedder],
})
export class GuestModule {}
