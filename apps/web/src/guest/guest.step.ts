/** @module The steps of a guest, as one pure function: welcome, consent, selfie, photos. */
import type { GuestWelcome, SelfieOutcome } from '@visage/contracts/guest.contract';

/** What a search came to, once it is clear whom to search for. */
type SearchOutcome = Exclude<SelfieOutcome['outcome'], 'several'>;

/** Why another selfie is asked for. */
export type WhyAgain = Exclude<SearchOutcome, 'found' | 'not-found'>;

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
      readonly again: WhyAgain | null;
    }
  | { readonly kind: 'not-found'; readonly welcome: GuestWelcome }
  | {
      readonly kind: 'photos';
      readonly welcome: GuestWelcome;
      /** How many photos another selfie has just added to the guest's. */
      readonly added: number | null;
    }
  /** The link takes photos, and shows none to somebody who is not searched for. */
  | { readonly kind: 'upload'; readonly welcome: GuestWelcome }
  /** The link neither shows photos nor takes any. */
  | { readonly kind: 'nothing'; readonly welcome: GuestWelcome }
  | { readonly kind: 'forgotten'; readonly welcome: GuestWelcome };

export type GuestAction =
  | { readonly kind: 'welcomed'; readonly welcome: GuestWelcome }
  | { readonly kind: 'refusedByServer'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'accepted'; readonly keepsLooking: boolean }
  | { readonly kind: 'refused' }
  /** `added` to the guest's photos, where some were found. */
  | { readonly kind: 'searched'; readonly outcome: SearchOutcome; readonly added?: number }
  | { readonly kind: 'findMe' }
  /** Go on without a search. */
  | { readonly kind: 'browse' }
  /** For photos that are yet to come. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'forgotten' };

/** True when a search by selfie leads to photos. */
export function isSearchable({ rights }: GuestWelcome): boolean {
  return rights.view && rights.selfie;
}

/** Where a guest goes on without a search, or without another one. */
export function stepWithoutSearch(welcome: GuestWelcome): GuestStep {
  const { rights, identified } = welcome;
  if (rights.view && (identified || welcome.scope !== 'own-photos'))
    return { kind: 'photos', welcome, added: null };
  return { kind: rights.upload ? 'upload' : 'nothing', welcome };
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
    case 'join': {
      // if consent to a face search is asked anyway, giving it also joins
      const inside = insideStep(welcome);
      return inside.kind === 'consent' && !welcome.approvalRequired ? inside : { kind: 'join', welcome };
    }
    case 'open':
      return insideStep(welcome);
  }
}

function insideStep(welcome: GuestWelcome): GuestStep {
  const without = stepWithoutSearch(welcome);
  return isSearchable(welcome) && without.kind !== 'photos' ? searchStep(welcome) : without;
}

function searchStep(welcome: GuestWelcome): GuestStep {
  return welcome.consented ? { kind: 'selfie', welcome, again: null } : { kind: 'consent', welcome };
}

function afterSearch(welcome: GuestWelcome, outcome: SearchOutcome, added: number): GuestStep {
  if (outcome === 'not-found') return { kind: 'not-found', welcome };
  if (outcome !== 'found') return { kind: 'selfie', welcome, again: outcome };
  const shown = { ...welcome, identified: true };
  return { kind: 'photos', welcome: shown, added: welcome.identified ? added : null };
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
      return { kind: 'refused', welcome: { ...welcome, consented: false, identified: false } };
    case 'searched':
      return afterSearch(welcome, action.outcome, action.added ?? 0);
    case 'findMe':
      return searchStep(welcome);
    case 'browse':
      return stepWithoutSearch(welcome);
    case 'wait':
      return { kind: 'photos', welcome: { ...welcome, identified: true }, added: null };
    case 'forgotten':
      return { kind: 'forgotten', welcome: { ...welcome, identified: false, consented: false } };
  }
}
