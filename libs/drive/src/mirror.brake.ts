/** @module When a mirror stops and asks: a run that would take away more than a person would by hand. */
import type { MirrorStep } from './mirror.rules.js';

/** Share and number of photos that a run may remove without asking, as promised by the product. */
export const MIRROR_BRAKE = { share: 0.2, photos: 50 } as const;

/** Steps after which a photo, or its bytes, are no longer where they were. */
const REMOVES: ReadonlySet<MirrorStep['do']> = new Set(['leave', 'trash', 'replace']);

export function isRemoval(step: MirrorStep['do']): boolean {
  return REMOVES.has(step);
}

/** @param linked photos that were on both sides before the run. */
export function brakes(removals: number, linked: number): boolean {
  return removals > MIRROR_BRAKE.photos || removals > MIRROR_BRAKE.share * linked;
}
