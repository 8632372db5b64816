/**
 * @module The cookie in which a browser keeps the links it opened: signed tokens of guests, of codes that show photos
 * without asking anything, and of the passwords that were given. One browser may hold links of several events.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { hashesOfRefusedBrowser } from '@visage/crypto/refused.browser';
import { createSignedToken, verifySignedToken } from '@visage/crypto/signed.token';
import type { Request, Response } from 'express';
import { cookieOf, cookieOptions } from '../http/cookie.options.js';
import { SECRETS } from '@visage/host/host.token';

export type LinkKind = 'guest' | 'share-code' | 'password' | 'objection';

export interface Wallet {
  guestIds: string[];
  codeIds: string[];
  passwordIds: string[];
  /** What the guests would be known by that were sent away and forgotten since. */
  refusals: string[];
}

const NAME = 'visage_links';
/** Twenty-four tokens of 44 characters stay far below the 4096 bytes that browsers keep of a cookie. */
const MAX_LINKS = 24;
const LIFETIME_MS = 180 * 86_400_000;

@Injectable()
export class LinkWallet {
  constructor(@Inject(SECRETS) private readonly secrets: PurposeKeys) {}

  tokenOf(kind: LinkKind, id: string): string {
    return createSignedToken(this.secrets, kind, id);
  }

  /** @returns the id, or null when the token was not made here or was changed. */
  idOf(kind: LinkKind, token: string): string | null {
    return verifySignedToken(this.secrets, kind, token);
  }

  read(request: Request): Wallet {
    const tokens = tokensOf(request);
    const idsOf = (kind: LinkKind): string[] => tokens.flatMap((token) => this.idOf(kind, token) ?? []);
    const guestIds = idsOf('guest');
    const refusals = guestIds.flatMap((id) => hashesOfRefusedBrowser(this.secrets, id));
    return { guestIds, refusals, codeIds: idsOf('share-code'), passwordIds: idsOf('password') };
  }

  /** Newest first; the oldest link falls out of a full wallet. */
  add(request: Request, response: Response, kind: LinkKind, id: string): void {
    const token = this.tokenOf(kind, id);
    const others = tokensOf(request).filter((other) => other !== token);
    this.write(request, response, [token, ...others]);
  }

  remove(request: Request, response: Response, kind: LinkKind, id: string): void {
    this.write(
      request,
      response,
      tokensOf(request).filter((token) => this.idOf(kind, token) !== id),
    );
  }

  /** Lax, not strict: a code is scanned by another app, and its page must find the guest it already is. */
  private write(request: Request, response: Response, tokens: string[]): void {
    if (tokens.length === 0) response.clearCookie(NAME, cookieOptions(request, 'lax'));
    else
      response.cookie(NAME, tokens.slice(0, MAX_LINKS).join('.'), cookieOptions(request, 'lax', LIFETIME_MS));
  }
}

function tokensOf(request: Request): string[] {
  return (cookieOf(request, NAME) ?? '').split('.').filter(Boolean).slice(0, MAX_LINKS);
}
