/** @module The token in a guest's link. */

/** Token of `/g/<token>`, or null for every other page: at `/g` a code is typed. */
export function guestTokenOf(pathname: string): string | null {
  const token = /^\/g\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (token === undefined) return null;
  try {
    return decodeURIComponent(token);
  } catch {
    // A damaged escape (`%E0`): passed on unchanged, so that the server says that the link does not open.
    return token;
  }
}
