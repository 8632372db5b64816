/** @module The audit log, for every feature. */
import { Global, Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditLog } from './audit.log.js';
import { AuditService } from './audit.service.js';
import { AuditSweep } from './audit.sweep.js';

@Global()
@Module({
  controllers: [AuditController],
  providers: [AuditLog, AuditService, AuditSweep],
  exports: [AuditLog],
})
export class AuditModule {}
