/** @module The address that a code's QR holds. */
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import type { GatewayEnv } from '../env.js';
import { publicOrigin } from '../http/public.origin.js';
import { ENV } from '@visage/host/host.token';

@Injectable()
export class ShareLink {
  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
  ) {}

  /** Below `PUBLIC_URL`, or below the host by which the organizer reached us. */
  urlOf(codeId: string, request: Request): string {
    const origin = publicOrigin(this.env, request);
    return `${origin}/g/${this.wallet.tokenOf('share-code', codeId)}`;
  }
}
