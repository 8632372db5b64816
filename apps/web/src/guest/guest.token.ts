/** @module The token in a guest's link. */

/** `/privacy`, or `/g/<token>/privacy`. */
export function isPrivacyPage(pathname: string): boolean {
  return /^(\/g\/[^/]+)?\/privacy\/?$/.test(pathname);
}

/** Token of `/g/<token>` and of its page about privacy, or null for every other page: at `/g` a code is typed. */
export function guestTokenOf(pathname: string): string | null {
  const token = /^\/g\/([^/]+)(?:\/privacy)?\/?$/.exec(pathname)?.[1];
  if (token === undefined) return null;
  try {
    return decodeURIComponent(token);
  } catch {
    // A damaged escape (`%E0`): passed on unchanged, so that the server says that the link does not open.
    return token;
  }
}

/** Longer than a code from a card, however it is typed, and shorter than the token of a link. */
const LONGEST_TYPED = 20;

/**
 * Of `/g/<token>/objection`, where somebody objects, also with the code of a card for the token, as posters have it; and of
 * `/g/objections/<token>`, where they see what became of it.
 */
export function objectionTokensOf(
  pathname: string,
): { of: 'link' | 'code' | 'objection'; token: string } | null {
  const [, link] = /^\/g\/([\w-]+)\/objection\/?$/i.exec(pathname) ?? [];
  if (link !== undefined) return { of: link.length > LONGEST_TYPED ? 'link' : 'code', token: link };
  const [, objection] = /^\/g\/objections\/([\w-]+)\/?$/.exec(pathname) ?? [];
  return objection === undefined ? null : { of: 'objection', token: objection };
}
