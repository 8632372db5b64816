/**
 * @module Against cross-site request forgery: a request that changes something and carries our cookies must come from
 * our own pages (Fetch Metadata, `Origin`). Programs use the Authorization header, which no other site can set.
 */
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { GatewayEnv } from '../env.js';
import { ENV } from '@visage/host/host.token';
import type { GatewayRequest } from './gateway.request.js';
import { ProblemError } from './problem.error.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface RequestOrigin {
  method: string;
  bearer: boolean;
  cookies: boolean;
  /** `Sec-Fetch-Site` */
  site: string | undefined;
  /** `Origin` */
  origin: string | undefined;
  /** Origins that are ours. */
  own: readonly string[];
}

export function isForged({ method, bearer, cookies, site, origin, own }: RequestOrigin): boolean {
  if (SAFE.has(method) || bearer) return false;
  if (site === 'same-origin' || site === 'none') return false;
  if (origin !== undefined) return !own.includes(origin);
  return site !== undefined || cookies;
}

@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(@Inject(ENV) private readonly env: GatewayEnv) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<GatewayRequest>();
    const host = request.get('host') ?? '';
    const { PUBLIC_URL: publicUrl } = this.env;
    const forged = isForged({
      method: request.method,
      bearer: request.get('authorization') !== undefined,
      cookies: request.get('cookie') !== undefined,
      site: request.get('sec-fetch-site'),
      origin: request.get('origin'),
      own: [`http://${host}`, `https://${host}`, ...(publicUrl === undefined ? [] : [publicUrl])],
    });
    if (!forged) return true;
    throw new ProblemError(
      403,
      'cross-site',
      'This request came from another site. Open Visage itself and try again; programs sign in with a bearer token.',
    );
  }
}
