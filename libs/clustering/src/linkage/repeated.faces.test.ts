import { describe, expect, it } from 'vitest';
import { unitRows } from '../search/embedding.matrix.js';
import { groupFaces } from '../testing/real.product.js';
import { ClusterSet } from './cluster.set.js';
import { repeatedFaces, repeatsAmong } from './repeated.faces.js';

/** Directions in a plane, in degrees. */
const rows = (...degrees: number[]) =>
  unitRows(
    Float32Array.from(
      degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]),
    ),
    2,
  );
const faces = (...degrees: number[]): Float32Array[] =>
  degrees.map((angle) =>
    Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)),
  );

describe('faces of one photo', () => {
  it('are one person from a likeness of a half on, also by way of others', () => {
    expect(repeatsAmong(faces(0, 59, 200))).toEqual([0, 0, 2]);
    expect(repeatsAmong(faces(0, 61, 200))).toEqual([0, 1, 2]);
    expect(repeatsAmong(faces(0, 100, 50))).toEqual([0, 0, 0]);
    expect(repeatsAmong(faces(100, 0, 200, 50, 240))).toEqual([0, 0, 2, 0, 2]);
    expect(repeatsAmong([])).toEqual([]);
  });

  it('of different photos are not looked at', () => {
    expect([...repeatedFaces(rows(0, 0, 0, 120), Int32Array.of(1, 2, 1, 1))]).toEqual([0, 1, 0, 3]);
  });

  it('that show one person may be in one group, and keep others of the photo out of it', () => {
    // photo 1: somebody twice and somebody else; photo 2: the three of them once
    const matrix = rows(0, 10, 120, 5, 125, 240);
    const photo = Int32Array.of(1, 1, 1, 2, 2, 2);
    const set = new ClusterSet(matrix, photo, undefined, repeatedFaces(rows(0, 10, 120, 5, 125, 240), photo));
    expect([set.forbidden(0, 1), set.forbidden(1, 0), set.forbidden(0, 2)]).toEqual([false, false, true]);
    set.merge(3, 0);
    expect([set.forbidden(3, 1), set.forbidden(1, 3), set.forbidden(3, 2), set.forbidden(3, 4)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
    set.merge(3, 1);
    expect(set.photoCount(3)).toBe(2);
    set.merge(4, 2);
    expect([set.forbidden(3, 4), set.forbidden(4, 3), set.forbidden(3, 5)]).toEqual([true, true, true]);
  });

  it('that somebody said to be one, though unlike, keep everybody else of the photo out', () => {
    const photo = Int32Array.of(1, 1, 1, 2);
    const degrees = [0, 90, 10, 5];
    const set = new ClusterSet(rows(...degrees), photo, undefined, repeatedFaces(rows(...degrees), photo));
    set.merge(0, 1);
    expect([set.forbidden(0, 2), set.forbidden(2, 0), set.forbidden(0, 3)]).toEqual([true, true, false]);
    set.merge(3, 0);
    expect(set.forbidden(3, 2)).toBe(true);
  });
});

describe('a strip of a photo booth', () => {
  const at = (person: number, turn: number): number[] => {
    const row = new Array<number>(24).fill(0);
    row[person] = 1;
    row[8 + turn] = 0.6;
    return row;
  };
  const portraits = Array.from({ length: 16 }, (_, n) => ({
    photo: `portrait ${n}`,
    face: at(n >> 3, n & 7),
  }));
  const strip = (photo: string, a: number, b: number) =>
    [0, 1, 2].flatMap((frame) => [
      { photo, face: at(a, 8 + frame) },
      { photo, face: at(b, 11 + frame) },
    ]);
  const grouped = (all: readonly { photo: string; face: number[] }[]) =>
    groupFaces({
      embeddings: Float32Array.from(all.flatMap(({ face }) => face)),
      dimensions: 24,
      photoIds: all.map(({ photo }) => photo),
      quality: all.map(() => 1),
      threshold: 0.36,
      care: 'balanced',
    });

  it('lies with its two people once each, and moves no portrait of theirs', async () => {
    const { clusters } = await grouped([...portraits, ...strip('strip', 0, 1)]);
    const inOrder = clusters.toSorted((a, b) => (a.faces[0] ?? 0) - (b.faces[0] ?? 0));
    expect(inOrder.map(({ faces: of, photos }) => [of, photos])).toEqual([
      [[0, 1, 2, 3, 4, 5, 6, 7, 16, 18, 20], 9],
      [[8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 21], 9],
    ]);
  });

  it('of others teaches nothing: thirty of them raise the threshold by no more than their sitters’ number', async () => {
    const before = await grouped(portraits);
    const strips = Array.from({ length: 30 }, (_, n) => strip(`strip ${n}`, 2, 3)).flat();
    const after = await grouped([...portraits, ...strips]);
    expect(after.clusters).toHaveLength(4);
    expect(after.threshold - before.threshold).toBeLessThan(0.03);
  });
});
