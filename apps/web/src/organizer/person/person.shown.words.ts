/** @module How somebody is shown, in the words under their face; nothing for whoever is shown as they are. */
import type { Person } from '@visage/contracts/person.contract';
import { texts } from '../../texts/texts.js';

export function shownWords({ hidden, appearance }: Person): string[] {
  return [
    ...(appearance === 'open' ? [] : [texts.person.appearance[appearance]]),
    ...(hidden ? [texts.person.unlisted] : []),
  ];
}
