import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ThreadSlots } from './thread.slots.js';

describe('waiting for a thread', () => {
  it('serves in the order of asking, never more at once than there are threads', async () => {
    const slots = new ThreadSlots(2);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const task = async (number: number): Promise<void> => {
      await slots.take();
      order.push(number);
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      slots.release();
    };
    await Promise.all([1, 2, 3, 4, 5].map(task));
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('drains only when the last task has ended', async () => {
    const slots = new ThreadSlots(1);
    await slots.take();
    let drained = false;
    const draining = slots.drain().then(() => (drained = true));
    await turn();
    expect(drained).toBe(false);
    slots.release();
    await draining;
    expect(drained).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d threads', (count) => {
    expect(() => new ThreadSlots(count)).toThrow(RangeError);
  });
});
