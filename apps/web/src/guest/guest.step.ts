/** @module The steps of a guest, as one pure function: welcome, consent, selfie, photos. */
import type { FamilyMember, GuestWelcome, SelfieOutcome } from '@visage/contracts/guest.contract';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { isAnybodyFound } from './guest.family.js';

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
  /** What the link opens is found by faces, and nobody may be searched for; `welcome.faceSearch` says why. */
  | { readonly kind: 'no-search'; readonly welcome: GuestWelcome }
  | {
      readonly kind: 'selfie';
      readonly welcome: GuestWelcome;
      /** Somebody who shares the guest's phone, by id; null = the guest. */
      readonly forWhom: string | null;
      readonly again: WhyAgain | null;
    }
  | { readonly kind: 'not-found'; readonly welcome: GuestWelcome; readonly forWhom: string | null }
  /** Somebody is added who shares the guest's phone. */
  | { readonly kind: 'companion'; readonly welcome: GuestWelcome }
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
  /** The receipt is not to be had again; null if nothing was there to forget. */
  | { readonly kind: 'forgotten'; readonly welcome: GuestWelcome; readonly receipt: IssuedReceipt | null };

export type GuestAction =
  | { readonly kind: 'welcomed'; readonly welcome: GuestWelcome }
  | { readonly kind: 'refusedByServer'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'accepted'; readonly keepsLooking: boolean }
  | { readonly kind: 'refused' }
  /** `added` to the guest's photos, where some were found. */
  | { readonly kind: 'searched'; readonly outcome: SearchOutcome; readonly added?: number }
  | { readonly kind: 'findMe'; readonly forWhom?: string }
  | { readonly kind: 'addSomebody' }
  /** The last of the family in the welcome. */
  | { readonly kind: 'added'; readonly welcome: GuestWelcome }
  /** Their photos are gone from the page at once; the receipt is shown over whatever is left. */
  | { readonly kind: 'removed'; readonly memberId: string; readonly receipt: IssuedReceipt | null }
  /** Go on without a search. */
  | { readonly kind: 'browse' }
  /** For photos that are yet to come. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'forgotten'; readonly receipt: IssuedReceipt | null };

/** True when somebody may be searched for by a selfie, be it for photos or not. */
export function mayBeSearchedFor({ rights, faceSearch }: GuestWelcome): boolean {
  return rights.selfie && faceSearch === 'offered';
}

/** True when a search by selfie leads to photos. */
export function isSearchable(welcome: GuestWelcome): boolean {
  return welcome.rights.view && mayBeSearchedFor(welcome);
}

/** True when photos may be seen without a search. */
export function isOpen({ scope, rights, faceSearch }: GuestWelcome): boolean {
  return scope !== 'own-photos' && !(scope === 'person' && faceSearch === 'ended') && rights.view;
}

/** True when the link would show photos if faces could be searched. */
function lacksSearch({ scope, rights, faceSearch }: GuestWelcome): boolean {
  if (!rights.view || faceSearch === 'offered') return false;
  return scope === 'person' ? faceSearch === 'ended' : scope === 'own-photos';
}

/** Where a guest goes on without a search, or without another one. */
export function stepWithoutSearch(welcome: GuestWelcome): GuestStep {
  const { rights, family } = welcome;
  // somebody who was added can be looked for again, or removed, there
  if (isOpen(welcome) || (rights.view && (isAnybodyFound(welcome) || family.length > 1)))
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
  if (without.kind !== 'photos' && lacksSearch(welcome)) return { kind: 'no-search', welcome };
  return isSearchable(welcome) && without.kind !== 'photos' ? searchStep(welcome) : without;
}

function searchStep(welcome: GuestWelcome): GuestStep {
  return welcome.consented ? selfieStep(welcome, null) : { kind: 'consent', welcome };
}

function selfieStep(welcome: GuestWelcome, forWhom: string | null, again: WhyAgain | null = null): GuestStep {
  return { kind: 'selfie', welcome, forWhom, again };
}

type Known = Partial<Pick<FamilyMember, 'consented' | 'identified' | 'keepsLooking'>>;

/** What is known of one person on the phone by now; of the guest the welcome says it, too. */
function withKnown(welcome: GuestWelcome, forWhom: string | null, known: Known): GuestWelcome {
  const family = welcome.family.map((member, index) =>
    (forWhom === null ? index === 0 : member.id === forWhom) ? { ...member, ...known } : member,
  );
  return { ...welcome, ...(forWhom === null && known), family };
}

function wasIdentified({ identified, family }: GuestWelcome, forWhom: string | null): boolean {
  return forWhom === null ? identified : family.some(({ id, identified }) => id === forWhom && identified);
}

function afterSearch(
  welcome: GuestWelcome,
  forWhom: string | null,
  outcome: SearchOutcome,
  added: number,
): GuestStep {
  if (outcome === 'not-found') return { kind: 'not-found', welcome, forWhom };
  if (outcome !== 'found') return selfieStep(welcome, forWhom, outcome);
  return {
    kind: 'photos',
    welcome: withKnown(welcome, forWhom, { identified: true }),
    added: wasIdentified(welcome, forWhom) ? added : null,
  };
}

export function nextStep(step: GuestStep, action: GuestAction): GuestStep {
  if (action.kind === 'welcomed') return firstStep(action.welcome);
  if (action.kind === 'refusedByServer') return { kind: 'closed', reason: action.reason };
  if (action.kind === 'unreachable') return { kind: 'unreachable', reason: action.reason };
  if (!('welcome' in step)) return step;
  const { welcome } = step;
  const forWhom = 'forWhom' in step ? step.forWhom : null;
  switch (action.kind) {
    case 'accepted':
      return searchStep(withKnown(welcome, null, { consented: true, keepsLooking: action.keepsLooking }));
    case 'refused':
      return {
        kind: 'refused',
        welcome: withKnown(welcome, null, { consented: false, identified: false }),
      };
    case 'searched':
      return afterSearch(welcome, forWhom, action.outcome, action.added ?? 0);
    case 'findMe':
      return action.forWhom === undefined ? searchStep(welcome) : selfieStep(welcome, action.forWhom);
    case 'addSomebody':
      return { kind: 'companion', welcome };
    case 'added':
      return selfieStep(action.welcome, action.welcome.family.at(-1)?.id ?? null);
    case 'removed':
      return firstStep({ ...welcome, family: welcome.family.filter(({ id }) => id !== action.memberId) });
    case 'browse':
      return stepWithoutSearch(welcome);
    case 'wait':
      return { kind: 'photos', welcome: withKnown(welcome, forWhom, { identified: true }), added: null };
    case 'forgotten':
      return {
        kind: 'forgotten',
        welcome: { ...welcome, identified: false, consented: false, family: [] },
        receipt: action.receipt,
      };
  }
}
