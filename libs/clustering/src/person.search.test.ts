import { describe, expect, it } from 'vitest';
import { indexLooseFaces, indexPeople, searchLooseFaces, searchPeople } from './person.search.js';
import { matchReferences } from './reference.match.js';

const flat = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat());

describe('searchPeople', () => {
  it('finds the guest although one of the photos in their group shows someone else', () => {
    const index = indexPeople(
      [
        { id: 'guest', embeddings: flat([1, 0.1, 0], [1, 0, 0.1], [0.9, 0.1, 0.1], [0, 0, 1]) },
        { id: 'stranger', embeddings: flat([0, 1, 0], [0.1, 1, 0], [0, 1, 0.1], [1, 0, 0]) },
      ],
      3,
    );
    const [guest, stranger] = searchPeople(index, Float32Array.of(2, 0, 0));
    expect(guest?.id).toBe('guest');
    expect(guest?.similarity).toBeGreaterThan(0.95);
    expect(stranger?.id).toBe('stranger');
    expect(stranger?.similarity).toBeLessThan(0.5);
  });

  it('gives the plain cosine for a person seen once, as for a face of nobody', () => {
    const index = indexPeople([{ id: 'once', embeddings: flat([3, 4]) }], 2);
    const probe = Float32Array.of(1, 0);
    expect(searchPeople(index, probe)[0]?.similarity).toBeCloseTo(0.6, 6);
    const faces = searchLooseFaces(indexLooseFaces(['far', 'near'], flat([0, 1], [3, 4]), 2), probe);
    expect(faces.map(({ id }) => id)).toEqual(['far', 'near']);
    expect(faces.map(({ similarity }) => similarity)).toEqual([0, expect.closeTo(0.6, 6)]);
  });

  it('refuses a probe of another model and names a person with a broken vector', () => {
    const index = indexPeople([{ id: 'a', embeddings: flat([1, 0]) }], 2);
    expect(() => searchPeople(index, Float32Array.of(1, 0, 0))).toThrow('different models');
    expect(() => indexPeople([{ id: 'zoe', embeddings: flat([0, 0]) }], 2)).toThrow('person zoe');
    expect(() => indexLooseFaces(['a', 'b'], flat([1, 0]), 2)).toThrow('1 embeddings came with 2 ids');
    expect(() => indexPeople([{ id: 'zoe', embeddings: new Float32Array(0) }], 2)).toThrow('person zoe');
  });
});

describe('matchReferences', () => {
  it('gives each group to the person it resembles most and no name twice', () => {
    const centroids = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6), Float32Array.of(0, 1)];
    const people = [
      { name: 'Ann', embeddings: flat([0.95, 0.05], [1, 0]) },
      { name: 'Bea', embeddings: flat([0.9, 0.3]) },
      { name: 'Nobody', embeddings: flat([-1, 0]) },
    ];
    expect(matchReferences(people, centroids, 2, 0.5).map(({ name, group }) => [name, group])).toEqual([
      ['Ann', 0],
      ['Bea', 1],
    ]);
  });
});
