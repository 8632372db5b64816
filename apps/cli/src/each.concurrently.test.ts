import { expect, test } from 'vitest';
import { eachConcurrently } from './each.concurrently.js';

/** Work that ends when it is told to. */
function heldWork() {
  const begun: number[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return new Promise((resolve, reject) => (ends[item] = (error) => (error ? reject(error) : resolve())));
  };
  const end = async (item: number, error?: Error): Promise<void> => {
    ends[item]?.(error);
    await new Promise(setImmediate);
  };
  return { begun, work, end };
}

test('each item is worked on once, a limited number at a time and in order', async () => {
  const { begun, work, end } = heldWork();
  const done = eachConcurrently([0, 1, 2, 3], 2, work);
  expect(begun).toEqual([0, 1]);
  await end(1);
  expect(begun).toEqual([0, 1, 2]);
  for (const item of [0, 2, 3]) await end(item);
  await done;
  expect(begun).toEqual([0, 1, 2, 3]);
  await eachConcurrently([], 2, work);
});

test('nothing new is started once one has failed or the signal has fired', async () => {
  const failing = heldWork();
  const failed = eachConcurrently([0, 1, 2, 3], 2, failing.work);
  const seen = expect(failed).rejects.toThrow('no room');
  await failing.end(0, new Error('no room'));
  await failing.end(1);
  await seen;
  expect(failing.begun).toEqual([0, 1]);

  const stop = new AbortController();
  const stopped = heldWork();
  const done = eachConcurrently([0, 1, 2], 1, stopped.work, stop.signal);
  stop.abort();
  await stopped.end(0);
  await done;
  expect(stopped.begun).toEqual([0]);
});
