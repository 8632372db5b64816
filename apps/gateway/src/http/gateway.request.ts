/** @module A request once its cookies were read and its session was looked up. */
import type { SessionState, User } from '@visage/contracts/session.contract';
import type { Request } from 'express';

export interface GatewayRequest extends Request {
  /** Set by the session guard; absent when nobody is signed in. */
  user?: SignedIn;
}

/** Who is signed in, with the end of their session. */
export interface SignedIn extends SessionState {
  readonly user: User;
  readonly sessionId: string;
}
