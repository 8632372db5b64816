/**
 * @module What people wish about being shown: withheld, so that visitors get no photo of theirs, or blurred, so that nobody
 * recognises them in it. Staff see the photos as they are.
 */
import { deny, type Denied } from './access.reason.js';

/** What those whom a photo shows wish, as the photo is now. */
export interface PhotoWishes {
  /** Those of its faces that are withheld. */
  withheld: readonly WithheldFace[];
  /** Somebody of the event is withheld or blurred, and whom this photo shows is not known yet. */
  unknown: boolean;
  /** It shows somebody who is blurred: visitors get the files in which the face is covered. */
  blurred: boolean;
  /** Those files do not cover the face of everybody who is blurred yet. */
  unblurred: boolean;
}

export interface WithheldFace {
  /** Null for a face that belongs to nobody the event knows. */
  personId: string | null;
  /** Whoever a selfie recognises as this person still sees them. */
  seesOwn: boolean;
}

/** Of a photo that shows nobody who wishes anything. */
export const NO_WISHES: PhotoWishes = { withheld: [], unknown: false, blurred: false, unblurred: false };

/**
 * Null when a visitor may get the photo in spite of them.
 * @param selves people whom a selfie recognised the visitor as, or somebody on the visitor's phone
 */
export function keptFromVisitor(wishes: PhotoWishes, selves: readonly string[]): Denied | null {
  return withheldFrom(wishes, selves) ?? (wishes.unknown || wishes.unblurred ? deny('not-looked-at') : null);
}

/** Null unless it shows somebody who is withheld from `selves`. */
function withheldFrom({ withheld }: PhotoWishes, selves: readonly string[]): Denied | null {
  const isOwn = ({ personId, seesOwn }: WithheldFace): boolean =>
    seesOwn && personId !== null && selves.includes(personId);
  return withheld.every(isOwn) ? null : deny('withheld');
}

/** Null when it may go into a Drive of whoever organizes the event: nobody is looked for there by a selfie. */
export function keptFromDrive(wishes: PhotoWishes): Denied | null {
  return withheldFrom(wishes, []) ?? (wishes.unknown ? deny('not-looked-at') : null);
}
