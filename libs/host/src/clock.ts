/** @module What time it is. Everything that expires, is swept, or is asked whether it still holds goes by one clock, which tests may move. */

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
