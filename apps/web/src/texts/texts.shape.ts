/** @module What a translation must hold: the shape of the English texts, every text and every parameter of it. */
import type { GuestConsent } from '@visage/contracts/guest.contract';
import type { en } from './en.js';

/**
 * Literal texts become any text. The version of the consent stays as it is: who changes its English wording is sent to
 * every translation by the compiler.
 */
type Translation<T> = T extends GuestConsent['version']
  ? T
  : T extends string
    ? string
    : T extends (...values: infer Values) => string
      ? (...values: Values) => string
      : { readonly [Key in keyof T]: Translation<T[Key]> };

/** A text that a translation lacks, or that English has not, does not compile. */
export type Texts = Translation<typeof en>;
