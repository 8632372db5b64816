import { expect, test } from 'vitest';
import type { KnownPerson } from '@visage/clustering/people/stable.ids';
import { continuePeople, keptApart, knownPeople } from './person.continue.js';

const ids = ['a0', 'a1', 'b0', 'b1', 'x'];
const columns = { ids, quality: Float32Array.from([0.9, 0.1, 0.4, 0.8, 1]) };
const ann: KnownPerson = { id: 'ann', name: 'Ann', faceIds: ['a0', 'a1'] };
const bob: KnownPerson = { id: 'bob', name: 'Bob', faceIds: ['b0', 'b1'] };
const person = (cover: number, ...faces: number[]) => ({ cover, faces });

test('who is there is known with the faces they have', () => {
  const standing = { name: null, hidden: false, linked: false, recognised: false };
  const personIds = ['one', null, 'two', 'one', 'gone'];
  expect(
    knownPeople({ ids, personIds }, [
      { id: 'two', ...standing },
      { id: 'one', ...standing },
    ]),
  ).toEqual([
    { id: 'two', ...standing, faceIds: ['b0'] },
    { id: 'one', ...standing, faceIds: ['a0', 'b1'] },
  ]);
});

test('people of different names who were found to be one are said apart by their clear faces', () => {
  const one = { people: [person(4, 4), person(0, 0, 1, 2, 3)], unassigned: [] };
  expect(keptApart(columns, one, [ann, bob]).map(({ kind, pair }) => [kind, ...pair])).toEqual([
    ['cannot', 0, 3],
    ['cannot', 0, 2],
    ['cannot', 1, 3],
    ['cannot', 1, 2],
  ]);
  expect(keptApart(columns, one, [ann, { ...bob, name: 'Ann' }])).toEqual([]);
});

test('where they are one all the same, each keeps the faces they had, and what is new goes to the first', () => {
  const one = { people: [person(3, 0, 1, 2, 3, 4)], unassigned: [] };
  expect(continuePeople(columns, one, [ann, bob])).toEqual({
    people: [
      { id: 'ann', coverFaceId: 'a0', faceIds: ['a0', 'a1', 'x'] },
      { id: 'bob', coverFaceId: 'b0', faceIds: ['b0', 'b1'] },
    ],
    unassignedFaceIds: [],
  });
});

test.each(['name', 'hidden', 'linked', 'recognised'] as const)(
  'somebody known by %s keeps their faces though grouping finds them to be nobody',
  (known) => {
    const previous = [{ id: 'ann', faceIds: ['a0', 'a1'], [known]: known === 'name' ? 'Ann' : true }];
    const none = { people: [person(2, 2, 3)], unassigned: [0, 1, 4] };
    const { people, unassignedFaceIds } = continuePeople(columns, none, previous);
    expect(people.map(({ id, faceIds }) => [id === 'ann', faceIds])).toEqual([
      [false, ['b0', 'b1']],
      [true, ['a0', 'a1']],
    ]);
    expect(unassignedFaceIds).toEqual(['x']);
  },
);

test('somebody whom nobody knows, and one who keeps a face elsewhere, are no reason to keep the others', () => {
  const nameless = { id: 'ann', faceIds: ['a0', 'a1'] };
  const none = { people: [person(2, 2, 3)], unassigned: [0, 1] };
  expect(continuePeople(columns, none, [nameless]).unassignedFaceIds).toEqual(['a0', 'a1']);
  const half = { people: [person(0, 0)], unassigned: [1] };
  expect(continuePeople(columns, half, [ann])).toEqual({
    people: [{ id: 'ann', coverFaceId: 'a0', faceIds: ['a0'] }],
    unassignedFaceIds: ['a1'],
  });
});
