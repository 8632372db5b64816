/** @module The steps of a guest, as one pure function: welcome, consent, selfie, photos. */
import type { GuestWelcome, SelfieOutcome } from '@visage/contracts/guest.contract';

/** Why a selfie was not good enough. */
export type SelfieFault = Exclude<SelfieOutcome['outcome'], 'found' | 'not-found'>;

export type GuestStep =
  | { readonly kind: 'loading' }
  /** The link does not open; `reason` is the server's. */
  | { readonly kind: 'closed'; readonly reason: string }
  /** It may open in a moment: no connection, or a server in trouble. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'password'; readonly welcome: GuestWelcome }
  /** Guests are counted, or let in one by one. */
  | { readonly kind: 'join'; readonly welcome: GuestWelcome }
  | { readonly kind: 'waiting'; readonly welcome: GuestWelcome }
  | { readonly kind: 'turned-away'; readonly welcome: GuestWelcome; readonly because: 'full' | 'refused' }
  | { readonly kind: 'consent'; readonly welcome: GuestWelcome }
  | { readonly kind: 'refused'; readonly welcome: GuestWelcome }
  | {
      readonly kind: 'selfie';
      readonly welcome: GuestWelcome;
      readonly again: SelfieFault | null;
    }
  | { readonly kind: 'not-found'; readonly welcome: GuestWelcome }
  | { readonly kind: 'photos'; readonly welcome: GuestWelcome }
  /** The link takes photos and shows none. */
  | { readonly kind: 'upload'; readonly welcome: GuestWelcome }
  | { readonly kind: 'forgotten'; readonly welcome: GuestWelcome };

export type GuestAction =
  | { readonly kind: 'welcomed'; readonly welcome: GuestWelcome }
  | { readonly kind: 'refusedByServer'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'accepted'; readonly keepsLooking: boolean }
  | { readonly kind: 'refused' }
  | { readonly kind: 'searched'; readonly outcome: SelfieOutcome['outcome'] }
  | { readonly kind: 'findMe' }
  | { readonly kind: 'browse' }
  /** For photos that are yet to come. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'forgotten' };

/** True when photos may be seen without a face search. */
export function isOpen(welcome: GuestWelcome): boolean {
  return welcome.scope !== 'own-photos' && welcome.rights.view;
}

function firstStep(welcome: GuestWelcome): GuestStep {
  switch (welcome.admission) {
    case 'password':
      return { kind: 'password', welcome };
    case 'full':
    case 'refused':
      return { kind: 'turned-away', welcome, because: welcome.admission };
    case 'waiting':
      return { kind: 'waiting', welcome };
    case 'join':
      // if consent to a face search is asked anyway, giving it also joins
      return welcome.approvalRequired || isOpen(welcome) ? { kind: 'join', welcome } : searchStep(welcome);
    case 'open':
      return insideStep(welcome);
  }
}

function insideStep(welcome: GuestWelcome): GuestStep {
  if (welcome.rights.upload && !welcome.rights.view) return { kind: 'upload', welcome };
  if (welcome.identified || isOpen(welcome)) return { kind: 'photos', welcome };
  return searchStep(welcome);
}

function searchStep(welcome: GuestWelcome): GuestStep {
  return welcome.consented ? { kind: 'selfie', welcome, again: null } : { kind: 'consent', welcome };
}

function afterSearch(welcome: GuestWelcome, outcome: SelfieOutcome['outcome']): GuestStep {
  switch (outcome) {
    case 'found':
      return { kind: 'photos', welcome: { ...welcome, identified: true } };
    case 'not-found':
      return { kind: 'not-found', welcome };
    case 'no-face':
    case 'poor-quality':
    case 'ambiguous':
      return { kind: 'selfie', welcome, again: outcome };
  }
}

export function nextStep(step: GuestStep, action: GuestAction): GuestStep {
  if (action.kind === 'welcomed') return firstStep(action.welcome);
  if (action.kind === 'refusedByServer') return { kind: 'closed', reason: action.reason };
  if (action.kind === 'unreachable') return { kind: 'unreachable', reason: action.reason };
  if (!('welcome' in step)) return step;
  const { welcome } = step;
  switch (action.kind) {
    case 'accepted':
      return searchStep({ ...welcome, consented: true, keepsLooking: action.keepsLooking });
    case 'refused':
      return { kind: 'refused', welcome: { ...welcome, consented: false } };
    case 'searched':
      return afterSearch(welcome, action.outcome);
    case 'findMe':
      return searchStep(welcome);
    case 'browse':
      return { kind: 'photos', welcome };
    case 'wait':
      return { kind: 'photos', welcome: { ...welcome, identified: true } };
    case 'forgotten':
      return { kind: 'forgotten', welcome: { ...welcome, identified: false, consented: false } };
  }
}
