/** @module The address that people reach this server by. */
import type { Request } from 'express';
import type { GatewayEnv } from '../env.js';

/** `PUBLIC_URL`, or where the request went. */
export function publicOrigin({ PUBLIC_URL }: Pick<GatewayEnv, 'PUBLIC_URL'>, request: Request): string {
  return PUBLIC_URL ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;
}
