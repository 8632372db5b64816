/** @module Colours, if the terminal shows them; plain text in files and pipes and under NO_COLOR. */

import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

export function style(format: Style, text: string): string {
  return hasColours() ? styleText(format, text) : text;
}

/** `hasColors` also heeds NO_COLOR, FORCE_COLOR and TERM. */
export function hasColours(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}
