/** @module Consents as tests record and end them. */
import type { Consent, Withdrawal } from '../guest/guest.repository.js';

const at = new Date('2026-06-20T12:00:00Z');

/** Under which name the register of the tests knows a guest. */
export const pseudonymOf = (guestId: string): string => `p-${guestId}`;

export const consentOf = (more: Partial<Consent> = {}): Consent => ({
  ...{ version: '1', at, keepLooking: false, pseudonymOf },
  ...more,
});

export const BY_GUEST: Withdrawal = { by: 'guest', at };
