/** @module Enforces what a route declares with `@Access`; a route that declares nothing is closed. */
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './access.decorator.js';
import type { GatewayRequest } from './gateway.request.js';
import { ProblemError } from './problem.error.js';

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === undefined)
      throw new ProblemError(403, 'no-rule', 'This address is closed: it declares no access rule.');
    if (rule !== 'user' && rule !== 'admin') return true;
    const session = context.switchToHttp().getRequest<GatewayRequest>().user;
    if (session && rule === 'admin' && session.user.role !== 'admin')
      throw new ProblemError(403, 'admins-only', 'This is for administrators. Ask one of them.');
    if (session) return true;
    throw new ProblemError(401, 'not-signed-in', 'Sign in first, or again: there is no valid session.', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
}
