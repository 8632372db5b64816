/** @module How often somebody may try, and where each number comes from. */

export interface RateSetting {
  name: string;
  max: number;
  windowSeconds: number;
  /** What the person is told. */
  detail: string;
}

/** Argon2id verification takes about 30 ms: ten guesses per quarter of an hour make a password list useless. */
export const SIGN_IN_LIMIT: RateSetting = {
  name: 'sign-in',
  max: 10,
  windowSeconds: 900,
  detail: 'Too many attempts to sign in. Wait a few minutes and try again.',
};

/** Wrong sign-ins from one address, whatever the account; right ones are given back, for an office shares an address. */
export const SIGN_IN_ADDRESS_LIMIT: RateSetting = {
  name: 'sign-in-address',
  max: 50,
  windowSeconds: 900,
  detail: 'Too many failed attempts to sign in from this network. Wait a few minutes and try again.',
};

/** Wrong sign-ins to one account from everywhere: 10,000 a day, far fewer than a list of common passwords has. */
export const SIGN_IN_ACCOUNT_LIMIT: RateSetting = {
  name: 'sign-in-account',
  max: 100,
  windowSeconds: 900,
  detail: 'Too many failed attempts to sign in to this account. Wait a few minutes and try again.',
};

/** An event has a handful of helpers; more is somebody trying which addresses have an account. */
export const COLLABORATOR_LIMIT: RateSetting = {
  name: 'collaborator',
  max: 30,
  windowSeconds: 3600,
  detail: 'You have added very many people in a row. Wait a while and add the others.',
};

/** A guest needs one to three selfies; more is somebody trying other people's faces. */
export const SELFIE_LIMIT: RateSetting = {
  name: 'selfie',
  max: 10,
  windowSeconds: 600,
  detail: 'Too many selfies in a row. Wait a few minutes and try again.',
};

/** A guest goes through their photos and says which are not theirs; more is somebody playing with other people's faces. */
export const CORRECTION_LIMIT: RateSetting = {
  name: 'correction',
  max: 60,
  windowSeconds: 600,
  detail: 'Too many corrections in a row. Wait a few minutes and go on.',
};

/** The same for everybody behind one address. */
export const CORRECTION_ADDRESS_LIMIT: RateSetting = {
  name: 'correction-address',
  max: 1200,
  windowSeconds: 600,
  detail: 'Many people correct photos from this network just now. Wait a minute and try again.',
};

/** A whole wedding behind one Wi-Fi address, each guest twice in ten minutes. */
export const SELFIE_ADDRESS_LIMIT: RateSetting = {
  name: 'selfie-address',
  max: 300,
  windowSeconds: 600,
  detail: 'Many people search from this network just now. Wait a minute and try again.',
};

/** Objections from one address: a class that does not want to be shown, each trying twice. */
export const OBJECTION_LIMIT: RateSetting = {
  name: 'objection',
  max: 60,
  windowSeconds: 600,
  detail: 'Many people object from this network just now. Wait a few minutes and try again.',
};

/** Objections to one event: each keeps photos back, so thousands would close it. */
export const OBJECTION_EVENT_LIMIT: RateSetting = {
  name: 'objection-event',
  max: 300,
  windowSeconds: 86_400,
  detail: 'Very many people have objected to this event today. Write to its host instead.',
};

/** New guest rows behind one address: the same wedding, each guest with a few browsers. */
export const JOIN_LIMIT: RateSetting = {
  name: 'join',
  max: 600,
  windowSeconds: 600,
  detail: 'Many people open this link from this network just now. Wait a minute and try again.',
};

/** An archive is asked for once and fetched often; old photos may take a few tries until they are prepared. */
export const ZIP_LIMIT: RateSetting = {
  name: 'zip',
  max: 60,
  windowSeconds: 600,
  detail: 'Too many downloads were started in a row. Wait a few minutes and try again.',
};

/** Everything that is held of somebody: asked once, and once more by who lost the file. */
export const DISCLOSURE_LIMIT: RateSetting = {
  name: 'disclosure',
  max: 10,
  windowSeconds: 3600,
  detail: 'You have asked for your data very often. Wait a while and try again.',
};

/** Checked or printed, behind one address: a signature costs next to nothing, a page to print some milliseconds. */
export const RECEIPT_LIMIT: RateSetting = {
  name: 'receipt',
  max: 120,
  windowSeconds: 600,
  detail: 'Very many receipts are looked at from this network just now. Wait a minute and try again.',
};

/**
 * Wrong short codes from one address; right ones are given back. A code has 45 random bits: twenty guesses in ten minutes
 * would take longer than the event's photos live.
 */
export const TYPED_CODE_LIMIT: RateSetting = {
  name: 'typed-code',
  max: 20,
  windowSeconds: 600,
  detail: 'Too many wrong codes from this network. Wait a few minutes, or scan the QR code instead.',
};

/** Wrong short codes from everywhere: with a thousand open codes, a million addresses still guess for 400,000 years. */
export const TYPED_CODE_TOTAL_LIMIT: RateSetting = {
  name: 'typed-code-total',
  max: 2000,
  windowSeconds: 600,
  detail: 'Codes cannot be typed for the moment. Wait a few minutes, or scan the QR code instead.',
};

/** Wrong passwords of one link from one address; right ones are given back, so that a whole table may type it. */
export const SHARE_PASSWORD_LIMIT: RateSetting = {
  name: 'share-password',
  max: 10,
  windowSeconds: 900,
  detail: 'Too many wrong passwords. Wait a few minutes and try again.',
};

/** Wrong passwords of one share from everywhere: 20,000 a day, less than a short list of words. */
export const SHARE_PASSWORD_TOTAL_LIMIT: RateSetting = {
  name: 'share-password-total',
  max: 200,
  windowSeconds: 900,
  detail: 'Too many wrong passwords for this link. Wait a few minutes and try again.',
};

/** Photos begun by one guest: an evening's camera roll, and a resend of it. */
export const GUEST_UPLOAD_LIMIT: RateSetting = {
  name: 'guest-upload',
  max: 600,
  windowSeconds: 3600,
  detail: 'You have sent very many photos. Wait a while and send the others.',
};

/** The same for everybody behind one address: a wedding's Wi-Fi. */
export const GUEST_UPLOAD_ADDRESS_LIMIT: RateSetting = {
  name: 'guest-upload-address',
  max: 6000,
  windowSeconds: 3600,
  detail: 'Very many photos are sent from this network just now. Wait a while and try again.',
};
