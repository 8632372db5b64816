/** @module Where to go after signing in. */

/** A path of this app; anything that a browser could read as another site becomes the list of events. */
export function nextPath(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/events';
}
