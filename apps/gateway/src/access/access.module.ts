/** @module Who asks, and whether they may. */
import { Module } from '@nestjs/common';
import { EventAccess } from './event.access.js';
import { LinkWallet } from './link.wallet.js';
import { RequestPrincipals } from './request.principals.js';

@Module({
  providers: [EventAccess, LinkWallet, RequestPrincipals],
  exports: [EventAccess, LinkWallet, RequestPrincipals],
})
export class AccessModule {}
