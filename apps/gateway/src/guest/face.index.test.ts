import { expect, test } from 'vitest';
import { FaceIndex, type IndexedFace } from './face.index.js';

const DIMENSIONS = 16;

/** A unit vector near axis `k`. */
function near(k: number, noise = 0.05): Float32Array {
  const values = Array.from({ length: DIMENSIONS }, (_, i) => (i === k ? 1 : noise * Math.sin(i + k)));
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

test('a guest is found among thousands of faces of others, as a person and as a single face', async () => {
  const faces: IndexedFace[] = Array.from({ length: 6000 }, (_, i) => {
    const k = i % 14;
    return {
      id: `face-${i}`,
      personId: i % 3 === 0 ? null : `person-${k}`,
      embedding: near(k, 0.01 * (i % 5)),
    };
  });
  faces.push(
    { id: 'mine', personId: 'me', embedding: near(15) },
    { id: 'loose', personId: null, embedding: near(15, 0.08) },
  );
  const index = await FaceIndex.build(faces, DIMENSIONS);
  expect(await index.search(near(15, 0.02), 0.8)).toEqual({ personIds: ['me'], faceIds: ['loose'] });
  expect(await index.search(near(14), 0.8)).toEqual({ personIds: [], faceIds: [] });
});

test('an event without faces finds nobody', async () => {
  const index = await FaceIndex.build([], DIMENSIONS);
  expect(await index.search(near(3), 0.5)).toEqual({ personIds: [], faceIds: [] });
});

test('other requests are answered while a large event is searched', async () => {
  const faces = Array.from({ length: 20_000 }, (_, i): IndexedFace => ({
    id: `f${i}`,
    personId: `p${i % 500}`,
    embedding: near(i % 16),
  }));
  let turns = 0;
  let watching = true;
  const turn = (): void => {
    turns++;
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  const index = await FaceIndex.build(faces, DIMENSIONS);
  const built = turns;
  await index.search(near(1), 0.5);
  watching = false;
  expect(built).toBeGreaterThan(8);
  expect(turns - built).toBeGreaterThan(8);
});
