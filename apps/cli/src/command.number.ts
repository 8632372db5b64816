/** @module Numbers given as options, checked. */
import { InvalidArgumentError } from 'commander';

/** A parser for commander's `.option`: a number from `low` to `high`. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high)) {
      throw new InvalidArgumentError(`It must be a number from ${low} to ${high}.`);
    }
    return value;
  };
}

export function wholeNumberFrom(low: number, high = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      const limit = high === Infinity ? '' : ` to ${high}`;
      throw new InvalidArgumentError(`It must be a whole number from ${low}${limit}.`);
    }
    return value;
  };
}
