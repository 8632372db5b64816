/** @module Passwords generated for people. */

import { randomInt } from 'node:crypto';

/** Lower-case letters and digits without those mistaken for each other (0 o, 1 l i): 31 of them. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Four groups of five characters, 99 bits: `k7f3q-9xw2m-bd4ht-6ypz8`. */
export function generatePassword(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
