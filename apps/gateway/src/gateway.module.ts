/** @module Everything the gateway consists of. */
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { systemClock, type Clock } from '@visage/host/clock';
import { AlbumModule } from './album/album.module.js';
import { CameraModule } from './camera/camera.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConsentModule } from './consent/consent.module.js';
import { CollaboratorModule } from './collaborator/collaborator.module.js';
import { DisclosureModule } from './disclosure/disclosure.module.js';
import { DriveAccountModule } from './drive-account/drive-account.module.js';
import { DriveExportModule } from './drive-export/drive-export.module.js';
import { DriveImportModule } from './drive-import/drive-import.module.js';
import { DriveMirrorModule } from './drive-mirror/drive-mirror.module.js';
import type { GatewayEnv } from './env.js';
import { EventModule } from './event/event.module.js';
import { GoogleSetupModule } from './google-setup/google-setup.module.js';
import { GuestDriveModule } from './guest-drive/guest-drive.module.js';
import { GuestForgetModule } from './guest-forget/guest-forget.module.js';
import { GuestModule } from './guest/guest.module.js';
import { HealthModule } from './health/health.module.js';
import { AccessGuard } from './http/access.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { SameOriginGuard } from './http/same-origin.guard.js';
import { validationPipe } from './http/validation.pipe.js';
import { ModelModule } from './model/model.module.js';
import { ObjectionModule } from './objection/objection.module.js';
import { PersonModule } from './person/person.module.js';
import { PhotoModule } from './photo/photo.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { QueueAdminModule } from './queue/queue-admin.module.js';
import { ReceiptModule } from './receipt/receipt.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SessionGuard } from './session/session.guard.js';
import { SessionModule } from './session/session.module.js';
import { ShareModule } from './share/share.module.js';
import { TrashModule } from './trash/trash.module.js';
import { UploadModule } from './upload/upload.module.js';
import { UserModule } from './user/user.module.js';
import { ZipModule } from './zip/zip.module.js';

@Module({
  imports: [
    AlbumModule,
    CameraModule,
    AuditModule,
    CollaboratorModule,
    ConsentModule,
    DisclosureModule,
    DriveAccountModule,
    DriveExportModule,
    DriveImportModule,
    DriveMirrorModule,
    EventModule,
    GoogleSetupModule,
    GuestDriveModule,
    GuestForgetModule,
    GuestModule,
    HealthModule,
    ModelModule,
    ObjectionModule,
    PersonModule,
    PhotoModule,
    PrivacyModule,
    QueueAdminModule,
    ReceiptModule,
    RetentionModule,
    SessionModule,
    ShareModule,
    TrashModule,
    UploadModule,
    UserModule,
    ZipModule,
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
    // in this order: where a request comes from, who sends it, whether they may
    { provide: APP_GUARD, useClass: SameOriginGuard },
    { provide: APP_GUARD, useClass: SessionGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class GatewayModule {
  /** @param readEnv is called when the app starts, not when its routes are only described. */
  static with(readEnv: () => GatewayEnv, clock: Clock = systemClock): DynamicModule {
    return { module: GatewayModule, imports: [PlatformModule.with(readEnv, clock)] };
  }
}
