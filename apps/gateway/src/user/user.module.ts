/** @module Users: managing them, their quotas, and links that set passwords. */
import { Module } from '@nestjs/common';
import { PasswordLinkController } from './password-link.controller.js';
import { PasswordLinkService } from './password-link.service.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { UserController } from './user.controller.js';
import { UserQuota } from './user.quota.js';
import { UserService } from './user.service.js';

@Module({
  imports: [ReceiptModule],
  controllers: [UserController, PasswordLinkController],
  providers: [PasswordLinkService, UserQuota, UserService],
  exports: [PasswordLinkService, UserQuota, UserService],
})
export class UserModule {}
