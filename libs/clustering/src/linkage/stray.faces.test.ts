import { describe, expect, it } from 'vitest';
import { ClusterSet } from './cluster.set.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { product } from '../testing/real.product.js';
import { adoptStrays } from './stray.faces.js';

const THRESHOLD = 0.5;

/** A person of the given number of equal faces along each axis, and strays by their cosines to these people. */
function event(hosts: readonly number[], strays: readonly (readonly number[])[]) {
  const dimensions = hosts.length + 1;
  const rows: number[][] = [];
  const people: number[] = [];
  const direction = (cosines: readonly number[]): number[] => {
    const rest = Math.sqrt(1 - cosines.reduce((sum, cosine) => sum + cosine ** 2, 0));
    return [...cosines, ...new Array<number>(hosts.length - cosines.length).fill(0), rest];
  };
  hosts.forEach((faces, host) => {
    people.push(rows.length);
    for (let face = 0; face < faces; face++) rows.push(direction(hosts.map((_, k) => (k === host ? 1 : 0))));
  });
  const first = rows.length;
  strays.forEach((cosines) => rows.push(direction(cosines)));
  const set = new ClusterSet(
    { values: Float32Array.from(rows.flat()), count: rows.length, dimensions },
    Int32Array.from(rows.keys()),
  );
  hosts.forEach((faces, host) => {
    for (let face = 1; face < faces; face++) set.merge(people[host] ?? 0, (people[host] ?? 0) + face);
  });
  return { set, people, strays: strays.map((_, stray) => first + stray) };
}

async function adopt(
  { set, people, strays }: ReturnType<typeof event>,
  alsoPeople: readonly number[] = [],
): Promise<number[]> {
  const all = [...people, ...alsoPeople];
  const before = all.map((person) => set.size(person));
  await adoptStrays(new SimilarPairs(product), set, all, set.means(all), strays, THRESHOLD);
  return all.map((person, place) => set.size(person) - (before[place] ?? 0));
}

describe('a face that resembles nobody enough', () => {
  it.each([
    { near: 0.43, rival: 0.12, adopted: 1 }, // 0.86 and 0.62 of the threshold
    { near: 0.42, rival: 0, adopted: 0 }, // 0.84
    { near: 0.43, rival: 0.14, adopted: 0 }, // leads by 0.58
    { near: 0.46, rival: 0.28, adopted: 1 }, // 0.92 and 0.36
    { near: 0.46, rival: 0.3, adopted: 0 }, // leads by 0.32
    { near: 0.44, rival: 0.26, adopted: 0 }, // 0.88
    { near: 0.48, rival: 0.37, adopted: 1 }, // 0.96 and 0.22
    { near: 0.48, rival: 0.39, adopted: 0 }, // leads by 0.18
    { near: 0.47, rival: 0.36, adopted: 0 }, // 0.94
  ])(
    'at $near of its best and $rival of the next is adopted by $adopted',
    async ({ near, rival, adopted }) => {
      expect(await adopt(event([3, 3], [[near, rival]]))).toEqual([adopted, 0]);
      expect(await adopt(event([3, 3], [[rival, near]]))).toEqual([0, adopted]);
      expect(await adopt(event([3, 3, 3], [[rival, 0, near]]))).toEqual([0, 0, adopted]);
    },
  );

  it('joins only people with at least three faces, though others are rivals', async () => {
    expect(await adopt(event([2], [[0.49]]))).toEqual([0]);
    expect(await adopt(event([3], [[0.49]]))).toEqual([1]);
    expect(await adopt(event([3, 1], [[0.46, 0.3]]))).toEqual([0, 0]);
    expect(await adopt(event([3, 1], [[0.46, 0.1]]))).toEqual([1, 0]);
  });

  it('is not its own rival', async () => {
    const made = event([3], [[0.44]]);
    expect(await adopt(made, made.strays)).toEqual([1, -1]);
  });

  it('does not join a person it was said not to be, nor one whom its photo already shows', async () => {
    const made = event([3], [[0.49]]);
    made.set.forbid(made.people[0] ?? 0, made.strays[0] ?? 0);
    expect(await adopt(made)).toEqual([0]);
  });

  it('gives way to a more similar one of the same photo', async () => {
    const made = event([3], [[0.45], [0.49]]);
    const rows = made.set.means([...made.people, ...made.strays]);
    const set = new ClusterSet(
      {
        values: Float32Array.from([...rows.values.slice(0, 2), ...rows.values.slice(0, 2), ...rows.values]),
        count: 5,
        dimensions: 2,
      },
      Int32Array.of(0, 1, 2, 3, 3),
    );
    set.merge(0, 1);
    set.merge(0, 2);
    await adoptStrays(new SimilarPairs(product), set, [0], set.means([0]), [3, 4], THRESHOLD);
    expect([...set.members(0)].sort()).toEqual([0, 1, 2, 4]);
    expect(set.size(3)).toBe(1);
  });
});
