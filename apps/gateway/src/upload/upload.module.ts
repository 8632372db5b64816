/** @module Resumable uploads of organizers and guests. */
import { Module } from '@nestjs/common';
import { ENV, REDIS, STORE } from '@visage/host/host.token';
import { PhotoKeys } from '@visage/host/keys/photo.keys';
import type { SealedStore } from '@visage/host/sealed.store';
import { storageSettingsOf } from '@visage/host/storage.settings';
import type { Redis } from 'ioredis';
import { AccessModule } from '../access/access.module.js';
import type { GatewayEnv } from '../env.js';
import { GuestModule } from '../guest/guest.module.js';
import { LimitModule } from '../limit/limit.module.js';
import { PhotoModule } from '../photo/photo.module.js';
import { UserModule } from '../user/user.module.js';
import { GuestUploadController } from './guest-upload.controller.js';
import { GuestUploads } from './guest-upload.service.js';
import { UploadController } from './upload.controller.js';
import { UploadFinish } from './upload.finish.js';
import { UploadLocker } from './upload.lock.js';
import { UploadProtocol } from './upload.protocol.js';
import { UploadService } from './upload.service.js';
import { createStaging, UPLOAD_STAGING } from './upload.staging.js';
import { UploadSweep } from './upload.sweep.js';

@Module({
  imports: [AccessModule, GuestModule, LimitModule, PhotoModule, UserModule],
  controllers: [UploadController, GuestUploadController],
  providers: [
    {
      provide: UPLOAD_STAGING,
      inject: [ENV, STORE, PhotoKeys],
      useFactory: (env: GatewayEnv, store: SealedStore, keys: PhotoKeys) =>
        createStaging(storageSettingsOf(env), store, keys),
    },
    { provide: UploadLocker, inject: [REDIS], useFactory: (redis: Redis) => new UploadLocker(redis) },
    GuestUploads,
    UploadFinish,
    UploadProtocol,
    UploadService,
    UploadSweep,
  ],
  exports: [UPLOAD_STAGING],
})
export class UploadModule {}
