import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MaxHeap } from './max.heap.js';

it('always has the largest key on top, the lowest item among equals', () => {
  const step = fc.record({ item: fc.nat(19), key: fc.option(fc.integer({ min: 0, max: 9 })) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new MaxHeap(20);
      const keys = new Map<number, number>();
      for (const { item, key } of steps) {
        if (key === null) {
          heap.remove(item);
          keys.delete(item);
        } else {
          heap.set(item, key);
          keys.set(item, key);
        }
        const [top] = [...keys].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        expect(heap.top()).toBe(top?.[0] ?? -1);
        expect(heap.key(item)).toBe(key ?? -Infinity);
      }
    }),
  );
});
