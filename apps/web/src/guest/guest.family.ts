/** @module The people on the guest's phone: the guest, and those who share it. */
import type { AboutMember, FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';

/** Of whom something is said; without a name it is the guest. */
export interface Person extends AboutMember {
  readonly name: string | null;
}

/** Photos of somebody were looked for. */
export function isAnybodyFound({ identified, family }: GuestWelcome): boolean {
  return identified || family.some((member) => member.identified);
}

/** Those who agreed to the search, once there are several; the guest alone is no family. */
export function membersOf({ family }: GuestWelcome): FamilyMember[] {
  return family.length > 1 ? family.filter(({ consented }) => consented) : [];
}

/** Somebody who shares the guest's phone; null for the guest. */
export function companionOf(
  { family }: GuestWelcome,
  memberId: string | null | undefined,
): FamilyMember | null {
  return family.find(({ id, name }) => id === memberId && name !== null) ?? null;
}

/** Of whom the guest may speak. */
export function peopleOf(welcome: GuestWelcome): Person[] {
  if (welcome.family.length > 1) return membersOf(welcome).map(({ id: of, name }) => ({ of, name }));
  return welcome.consented ? [{ name: null }] : [];
}
