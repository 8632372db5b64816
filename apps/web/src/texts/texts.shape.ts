/** @module The type of a translation: the shape of the English texts, with every text and every parameter. */
import type { GuestConsent } from '@visage/contracts/guest.contract';
import type { en } from './en.js';

/**
 * Literal types become any string, except the version of the consent: when its English wording changes, the compiler
 * points at every translation.
 */
type Translation<T> = T extends GuestConsent['version']
  ? T
  : T extends string
    ? string
    : T extends (...values: infer Values) => string
      ? (...values: Values) => string
      : { readonly [Key in keyof T]: Translation<T[Key]> };

/** A text that a translation lacks, or that English does not have, does not compile. */
export type Texts = Translation<typeof en>;
