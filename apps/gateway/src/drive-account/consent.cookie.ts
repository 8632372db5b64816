/**
 * @module What the browser keeps while its person is at Google: sealed, so that only this server reads it, and bound to
 * the user who left. Whoever comes back with another state, as another user, or too late, is not connected.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { openWithAny, seal, SealedBoxError } from '@visage/crypto/sealed.box';
import type { Clock } from '@visage/host/clock';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { cookieOf, cookieOptions } from '../http/cookie.options.js';

const NAME = 'visage_drive_consent';
const PURPOSE = 'drive-consent';
const LIFETIME_MS = 15 * 60_000;

const contentSchema = z.object({
  state: z.string(),
  codeVerifier: z.string(),
  redirectUri: z.string(),
  endsAt: z.number(),
});

export interface PendingConsent {
  codeVerifier: string;
  redirectUri: string;
}

export class ConsentCookie {
  constructor(
    private readonly secrets: PurposeKeys,
    private readonly clock: Clock,
  ) {}

  newState(): string {
    return randomBytes(24).toString('base64url');
  }

  write(
    request: Request,
    response: Response,
    userId: string,
    pending: PendingConsent & { state: string },
  ): void {
    const content = JSON.stringify({ ...pending, endsAt: this.clock.now().getTime() + LIFETIME_MS });
    const box = seal(this.secrets.of(PURPOSE)[0], Buffer.from(content), userId);
    response.cookie(
      NAME,
      Buffer.from(box).toString('base64url'),
      cookieOptions(request, 'strict', LIFETIME_MS),
    );
  }

  /** Good once. Null when it is not this user's, not of this state, or too old. */
  take(request: Request, response: Response, userId: string, state: string): PendingConsent | null {
    const value = cookieOf(request, NAME);
    response.clearCookie(NAME, cookieOptions(request, 'strict'));
    const content = value === undefined ? null : this.read(value, userId);
    if (!content || content.endsAt < this.clock.now().getTime() || !isSame(content.state, state)) return null;
    return { codeVerifier: content.codeVerifier, redirectUri: content.redirectUri };
  }

  private read(value: string, userId: string): z.infer<typeof contentSchema> | null {
    try {
      const box = openWithAny(this.secrets.of(PURPOSE), Buffer.from(value, 'base64url'), userId);
      return contentSchema.parse(JSON.parse(Buffer.from(box).toString()));
    } catch (error) {
      if (error instanceof SealedBoxError) return null;
      throw error;
    }
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
