/** @module Every route declares who may call it; one without a declaration is refused by the guard. */
import { SetMetadata } from '@nestjs/common';

/**
 * - `public`: anybody, nothing is looked up.
 * - `user`: somebody who signed in; which events they see is decided by the handler's service.
 * - `admin`: an administrator who signed in.
 * - `link`: whoever holds the share token in the path; the service checks it.
 * - `bytes`: user or guest; the service asks `@visage/access` about the one photo or face.
 */
export type AccessRule = 'public' | 'user' | 'admin' | 'link' | 'bytes';

export const ACCESS_RULE = 'visage:access';

export const Access = (rule: AccessRule): MethodDecorator & ClassDecorator => SetMetadata(ACCESS_RULE, rule);
