import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NeighbourLists } from './neighbour.lists.js';

const offers = fc.array(
  fc.record({ row: fc.nat(5), neighbour: fc.nat(11), similarity: fc.integer({ min: 0, max: 4 }) }),
  { maxLength: 90 },
);

/** The more similar first, then the nearer in order, then the earlier. */
function byWorth(row: number): (a: [number, number], b: [number, number]) => number {
  return ([a, sa], [b, sb]) => sb - sa || Math.abs(a - row) - Math.abs(b - row) || a - b;
}

it('keeps the best neighbours of each row once each, in whatever order they come', () => {
  fc.assert(
    fc.property(offers, fc.integer({ min: 1, max: 6 }), (made, limit) => {
      const lists = new NeighbourLists(6, limit);
      const all = Array.from({ length: 6 }, () => new Map<number, number>());
      // One neighbour has one similarity, whichever cell offers it again.
      const told = made.filter(
        ({ row, neighbour }, place) =>
          made.findIndex((o) => o.row === row && o.neighbour === neighbour) === place,
      );
      for (const { row, neighbour, similarity } of told) {
        for (const again of [1, 2]) if (again) lists.offer(row, neighbour, similarity);
        all[row]?.set(neighbour, similarity);
      }
      const kept = Array.from({ length: 6 }, () => [] as [number, number][]);
      lists.each((row, neighbour, similarity) => kept[row]?.push([neighbour, similarity]));
      kept.forEach((list, row) => {
        const best = [...(all[row] ?? [])].sort(byWorth(row)).slice(0, limit);
        expect(list.sort(byWorth(row))).toEqual(best);
        for (const [neighbour, similarity] of all[row] ?? []) {
          expect(lists.keeps(row, neighbour, similarity)).toBe(best.some(([one]) => one === neighbour));
        }
      });
    }),
  );
});

it('reports that something was left out from then on, and not before', () => {
  const lists = new NeighbourLists(2, 2);
  lists.offer(0, 5, 0.5);
  expect(lists.wants(0, 7, 0.1)).toBe(true);
  lists.offer(0, 6, 0.6);
  expect(lists.truncated).toBe(false);
  expect(lists.wants(0, 7, 0.4)).toBe(false);
  expect(lists.truncated).toBe(true);
  expect(lists.wants(0, 7, 0.55)).toBe(true);
  expect(lists.wants(0, 4, 0.5)).toBe(true); // nearer than 5
  expect(lists.wants(0, 5, 0.5)).toBe(false);
  expect(lists.wants(1, 7, -1)).toBe(true);
});
