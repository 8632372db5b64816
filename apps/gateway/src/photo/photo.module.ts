/** @module Photos: uploading, listing, and their bytes. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { UserModule } from '../user/user.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { FaceBytes } from './face.bytes.js';
import { PhotoBytesController } from './photo-bytes.controller.js';
import { PhotoAccess } from './photo.access.js';
import { PhotoBytes } from './photo.bytes.js';
import { PhotoMetadataController } from './photo-metadata.controller.js';
import { PhotoController } from './photo.controller.js';
import { PhotoIntake } from './photo.intake.js';
import { PhotoRetry } from './photo.retry.js';
import { PhotoService } from './photo.service.js';
import { PhotoSelectionController } from './photo-selection.controller.js';
import { PhotoSelections } from './photo-selection.service.js';
import { PhotoErase } from './photo.erase.js';
import { PhotoFacesModule } from './photo.faces.module.js';
import { PhotoFormController } from './photo-form.controller.js';
import { PhotoFormService } from './photo-form.service.js';
import { WatermarkedPreviews } from './watermarked.previews.js';

@Module({
  imports: [AccessModule, PhotoFacesModule, QueueModule, ReceiptModule, UserModule],
  controllers: [
    PhotoController,
    PhotoFormController,
    PhotoSelectionController,
    PhotoBytesController,
    PhotoMetadataController,
  ],
  providers: [
    FaceBytes,
    PhotoAccess,
    PhotoBytes,
    PhotoErase,
    PhotoIntake,
    PhotoRetry,
    PhotoSelections,
    PhotoService,
    PhotoFormService,
    WatermarkedPreviews,
  ],
  exports: [PhotoErase, PhotoIntake, PhotoRetry],
})
export class PhotoModule {}
