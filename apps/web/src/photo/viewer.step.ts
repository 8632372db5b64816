/** @module The meaning of keys and swipes in the photo viewer. */

export type ViewerStep = 'previous' | 'next' | 'first' | 'last';

/** Arrow keys follow the eye: on a right-to-left page the left arrow advances. */
export function stepOfKey(key: string, rightToLeft: boolean): ViewerStep | null {
  switch (key) {
    case 'ArrowRight':
      return rightToLeft ? 'previous' : 'next';
    case 'ArrowLeft':
      return rightToLeft ? 'next' : 'previous';
    case 'PageDown':
    case ' ':
      return 'next';
    case 'PageUp':
      return 'previous';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}

/** CSS pixels a finger must travel along the line before it counts as a swipe. */
const SWIPE_DISTANCE = 48;

/** A swipe pulls the picture: to the left it advances, on a right-to-left page it goes back. */
export function stepOfSwipe(dx: number, dy: number, rightToLeft: boolean): ViewerStep | null {
  if (Math.abs(dx) < SWIPE_DISTANCE || Math.abs(dx) < 1.5 * Math.abs(dy)) return null;
  return dx < 0 !== rightToLeft ? 'next' : 'previous';
}

/** Index after the step; stays within the list. */
export function stepTo(index: number, total: number, step: ViewerStep): number {
  const target = { previous: index - 1, next: index + 1, first: 0, last: total - 1 }[step];
  return Math.min(total - 1, Math.max(0, target));
}
