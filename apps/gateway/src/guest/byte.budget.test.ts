import { expect, test } from 'vitest';
import { ByteBudget } from './byte.budget.js';

test('a hundred guests at once never fill the memory, and everybody has their turn', async () => {
  const budget = new ByteBudget(10);
  let used = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      budget.run(3, async () => {
        used += 3;
        most = Math.max(most, used);
        await new Promise((resolve) => setTimeout(resolve, 1));
        used -= 3;
        order.push(i);
      }),
    ),
  );
  expect(most).toBe(9);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).toHaveLength(100);
});

test('one selfie that fails does not keep the next one waiting, nor does one larger than the budget', async () => {
  const budget = new ByteBudget(10);
  await expect(budget.run(99, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  await expect(budget.run(99, () => Promise.resolve('found'))).resolves.toBe('found');
});
