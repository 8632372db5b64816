/**
 * @module Codes that people read aloud and type: Crockford's base32 (no I, L, O, U) with a check character that
 * catches every single mistyped character and every swap of two neighbours.
 */

import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 5;
/** Nine random characters are 45 bits; the tenth checks them. Guesses must still be rate-limited. */
export const SHORT_CODE_LENGTH = 10;

/** A new code in its canonical spelling: ten characters, no separator. */
export function createShortCode(): string {
  const symbols = Array.from({ length: SHORT_CODE_LENGTH - 1 }, () => randomInt(ALPHABET.length));
  return [...symbols, checkOf(symbols)].map((symbol) => ALPHABET.charAt(symbol)).join('');
}

/** As printed: `K7M2Q-9XB4D`. */
export function formatShortCode(code: string): string {
  return `${code.slice(0, GROUP)}-${code.slice(GROUP)}`;
}

/**
 * Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I or L for 1.
 * @returns the canonical spelling, or null if it is mistyped or not a code at all.
 */
export function normaliseShortCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (code.length !== SHORT_CODE_LENGTH) return null;
  const symbols = Array.from(code, (letter) => ALPHABET.indexOf(letter));
  if (symbols.includes(-1)) return null;
  return checkOf(symbols.slice(0, -1)) === symbols.at(-1) ? code : null;
}

/**
 * The sum of the symbols, each multiplied by a different power of x, in the field of 32 elements (polynomial x^5 + x^2
 * + 1). The powers differ and none is zero or one, so changing a symbol, or swapping any two, changes the sum.
 */
function checkOf(symbols: number[]): number {
  return symbols.reduceRight((sum, symbol) => timesX(sum ^ symbol), 0);
}

function timesX(value: number): number {
  const shifted = value << 1;
  return shifted & 0b100000 ? shifted ^ 0b100101 : shifted;
}
