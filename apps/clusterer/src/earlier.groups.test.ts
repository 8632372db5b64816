import { expect, test } from 'vitest';
import { earlierGroups } from './earlier.groups.js';

/** An event of so many faces, two a photo, of which the last `fresh` have no person yet. */
function event(faces: number, fresh: number, poor = 0): Parameters<typeof earlierGroups>[0] {
  const ids = Array.from({ length: faces }, (_, face) => `face ${face}`);
  return {
    ids,
    photoIds: ids.map((_, face) => `photo ${face >> 1}`),
    personIds: ids.map((_, face) => (face < faces - fresh ? `person ${face % 3}` : null)),
    quality: Float32Array.from(ids, (_, face) => (face >= faces - poor ? 0.1 : 0.9)),
  };
}

test('photos added to a large event leave its people as they are', () => {
  const known = earlierGroups(event(8_000, 100), 100);
  expect(known?.slice(0, 4)).toEqual(Int32Array.of(0, 1, 2, 0));
  expect(known?.slice(-100)).toEqual(new Int32Array(100).fill(-1));
  expect(known).toHaveLength(8_000);
});

test.each([
  { why: 'the event is small', faces: event(5_000, 10), revisions: 10 },
  { why: 'most of it is new', faces: event(8_000, 2_000), revisions: 2_000 },
  { why: 'nobody has been found yet', faces: event(8_000, 8_000), revisions: 8_000 },
  { why: 'photos were deleted or looked at again', faces: event(8_000, 100), revisions: 4_000 },
  {
    why: "nothing but a deletion happened, though poor faces are nobody's",
    faces: event(8_000, 100, 100),
    revisions: 1,
  },
])('all is grouped anew when $why', ({ faces, revisions }) => {
  expect(earlierGroups(faces, revisions)).toBeUndefined();
});

test('a photo counts two and a half changes, and a fifth of all faces may be new', () => {
  const isKept = (fresh: number, revisions: number): boolean =>
    earlierGroups(event(8_000, fresh), revisions) !== undefined;
  expect([isKept(100, 125), isKept(100, 126)]).toEqual([true, false]); // fifty photos
  expect([isKept(1_600, 1_600), isKept(1_602, 1_602)]).toEqual([true, false]);
  expect(earlierGroups(event(5_001, 10), 10)).toHaveLength(5_001);
});
