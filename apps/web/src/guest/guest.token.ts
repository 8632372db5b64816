/** @module The token in a guest's link. */

/** True for `/g`, where a code is typed. */
export function isTypedCodePage(pathname: string): boolean {
  return /^\/g\/?$/.test(pathname);
}

/** Token of `/g/<token>`, or null for every other page. */
export function guestTokenOf(pathname: string): string | null {
  const token = /^\/g\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (token === undefined) return null;
  try {
    return decodeURIComponent(token);
  } catch {
    // A damaged escape (`%E0`): asked as it stands, the server says that the link does not open.
    return token;
  }
}
