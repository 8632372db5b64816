import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mustLinkRoots } from './face.constraints.js';
import { settleLinks, type FaceLink } from './link.settle.js';

function agrees(links: { mustLink: FaceLink['pair'][]; cannotLink: FaceLink['pair'][] }): boolean {
  try {
    mustLinkRoots(12, links);
    return true;
  } catch {
    return false;
  }
}

const must = (a: number, b: number): FaceLink => ({ kind: 'must', pair: [a, b] });
const cannot = (a: number, b: number): FaceLink => ({ kind: 'cannot', pair: [a, b] });

it('keeps everything that was said if nobody contradicted themselves', () => {
  expect(settleLinks([must(0, 1), cannot(1, 2), must(2, 3)])).toEqual({
    mustLink: [
      [0, 1],
      [2, 3],
    ],
    cannotLink: [[1, 2]],
  });
});

it('a face taken out of a person stays out, although an older merge put it there', () => {
  const newestFirst = [cannot(5, 0), cannot(5, 1), must(0, 1), must(0, 5)];
  expect(settleLinks(newestFirst).mustLink).toEqual([[0, 1]]);
});

it('merging two people again wins over an older "not this person"', () => {
  expect(settleLinks([must(0, 5), cannot(5, 0)])).toEqual({ mustLink: [[0, 5]], cannotLink: [] });
});

it('notices a contradiction that runs via other faces', () => {
  expect(settleLinks([cannot(0, 3), must(0, 1), must(2, 3), must(1, 2)]).mustLink).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

it('always returns links that grouping accepts, and keeps the newest one', () => {
  const link = fc.record({
    kind: fc.constantFrom('must' as const, 'cannot' as const),
    pair: fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b),
  });
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 60 }), (links) => {
      const settled = settleLinks(links);
      expect(() => mustLinkRoots(12, settled)).not.toThrow();
      const newest = links[0];
      const kept = newest?.kind === 'must' ? settled.mustLink : settled.cannotLink;
      expect(kept[0]).toEqual(newest?.pair);
    }),
  );
});

it('leaves out links that contradict newer ones, and nothing else', () => {
  const link = fc.record({
    kind: fc.constantFrom('must' as const, 'cannot' as const),
    pair: fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b),
  });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 40 }), (links) => {
      const kept = { mustLink: [] as FaceLink['pair'][], cannotLink: [] as FaceLink['pair'][] };
      for (const { kind, pair } of links) {
        const list = kind === 'must' ? kept.mustLink : kept.cannotLink;
        list.push(pair);
        if (!agrees(kept)) list.pop();
      }
      expect(settleLinks(links)).toEqual(kept);
    }),
  );
});
