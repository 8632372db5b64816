/** @module The signed-in user as a handler argument; only for routes declared `@Access('user')`. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { GatewayRequest, SignedIn } from './gateway.request.js';

/** The session of the request; the access guard has made sure there is one. */
export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedIn | undefined => {
    return context.switchToHttp().getRequest<GatewayRequest>().user;
  },
);

export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<GatewayRequest>().user?.user;
});
