/** @module The mark and the name of the product. */
import { texts } from '../texts/texts.js';

export function Brand() {
  return (
    <>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M3 10V6a3 3 0 0 1 3-3h4M22 3h4a3 3 0 0 1 3 3v4M29 22v4a3 3 0 0 1-3 3h-4M10 29H6a3 3 0 0 1-3-3v-4" />
        <ellipse cx="16" cy="16" rx="6.5" ry="8.5" />
        <path d="M13 19c1.7 1.8 4.3 1.8 6 0" />
      </svg>
      <span>{texts.product}</span>
    </>
  );
}
