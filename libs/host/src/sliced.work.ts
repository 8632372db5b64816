/** @module Work in slices of a few milliseconds, between which whatever else the process does goes on. */
import { setImmediate as pause } from 'node:timers/promises';

export async function inSlices<T>(work: Generator<undefined, T>): Promise<T> {
  let step = work.next();
  while (!step.done) {
    await pause();
    step = work.next();
  }
  return step.value;
}
