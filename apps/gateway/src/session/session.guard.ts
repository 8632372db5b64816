/** @module Looks the session up for every route; whether one is needed is the access guard's question. */
import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';

@Injectable()
export class SessionGuard extends AuthGuard('session') {
  /** Only a failure to look up is an error; an absent or void session is nobody. */
  override handleRequest<User>(error: unknown, user: User | false | null): User {
    if (error)
      throw error instanceof Error
        ? error
        : new Error('the session could not be looked up', { cause: error });
    return (user || undefined) as User; // Nest's signature has no room for "nobody"
  }
}
