import { describe, expect, it } from 'vitest';
import { clashes, stableIds } from './stable.ids.js';

describe('stableIds', () => {
  const anna = { id: 'anna', faceIds: ['a1', 'a2', 'a3'] };
  const ben = { id: 'ben', faceIds: ['b1', 'b2'] };

  it('keeps people when photos are added or deleted and groups change places', () => {
    expect(stableIds([anna, ben], [['b1', 'b2', 'b3'], ['x'], ['a2', 'a3']])).toEqual(['ben', null, 'anna']);
  });

  it('leaves the name with the larger group when a person is split', () => {
    expect(stableIds([anna], [['a1'], ['a2', 'a3']])).toEqual([null, 'anna']);
  });

  it('keeps the name of the larger person when two become one', () => {
    expect(stableIds([ben, anna], [['a1', 'a2', 'a3', 'b1', 'b2']])).toEqual(['anna']);
  });

  it('loses nobody when no group holds a majority', () => {
    expect(stableIds([ben], [['b1'], ['b2']])).toEqual(['ben', null]);
    expect(stableIds([anna], [['a3'], ['x'], ['a1'], ['a2']])).toEqual(['anna', null, null, null]);
  });

  it('weighs what people know of before numbers', () => {
    const known = [{ name: 'Ben' }, { hidden: true }, { linked: true }, { recognised: true }];
    for (const [index, weighty] of known.entries()) {
      expect(stableIds([anna, { ...ben, ...weighty }], [[...anna.faceIds, ...ben.faceIds]])).toEqual(['ben']);
      for (const lighter of known.slice(index + 1))
        expect(
          stableIds(
            [
              { ...anna, ...lighter },
              { ...ben, ...weighty },
            ],
            [['a1', 'b1']],
          ),
        ).toEqual(['ben']);
    }
    expect(stableIds([{ ...anna, name: null }, ben], [['a1', 'a2', 'a3', 'b1']])).toEqual(['anna']);
  });

  it('does not give a name to a group that few of the faces strayed into', () => {
    const strayed = [
      ['a1', 'b1', 'b2'],
      ['a2', 'a3'],
    ];
    expect(stableIds([{ ...anna, name: 'Anna' }, ben], strayed)).toEqual(['ben', 'anna']);
  });

  it('prefers the person listed first between equals', () => {
    expect(
      stableIds(
        [
          { id: 'old', faceIds: ['x'] },
          { id: 'new', faceIds: ['y'] },
        ],
        [['x', 'y']],
      ),
    ).toEqual(['old']);
  });

  it('counts only faces that still exist: a name stays though most of the photos were deleted', () => {
    const carl = { id: 'carl', faceIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'] };
    expect(stableIds([carl], [['x'], ['c1', 'c2']])).toEqual([null, 'carl']);
    expect(stableIds([carl], [['c3'], ['c1', 'c2']])).toEqual([null, 'carl']);
    expect(
      stableIds(
        [carl],
        [
          ['c3', 'c4'],
          ['c1', 'c2'],
        ],
      ),
    ).toEqual(['carl', null]);
    expect(stableIds([carl], [['x']])).toEqual([null]);
  });

  it('counts each face once, however often it is listed', () => {
    expect(stableIds([{ id: 'dora', faceIds: ['d1', 'd1', 'd2', 'd3'] }], [['d1'], ['d2', 'd3']])).toEqual([
      null,
      'dora',
    ]);
  });

  it('gives a group that several claim to the one with most faces in it, wherever that is listed', () => {
    const group = [['a1', 'a2', 'a3', 'b1', 'b2']];
    expect(stableIds([anna, ben], group)).toEqual(['anna']);
    expect(stableIds([{ id: 'eve', faceIds: ['x', 'b1'] }, ben], group)).toEqual(['ben']);
    expect(stableIds([anna, anna, ben], [...group, ['x']])).toEqual(['anna', null]);
  });
});

describe('clashes', () => {
  const ann = { id: 'ann', name: 'Ann', faceIds: ['a1', 'a2'] };
  const bob = { id: 'bob', name: 'Bob', faceIds: ['b1', 'b2'] };
  const nameless = { id: 'nameless', faceIds: ['n1'] };

  it('are groups in which two people of different names continue', () => {
    expect(clashes([ann, bob, nameless], [['n1'], ['a1', 'a2', 'b1', 'b2']])).toEqual([
      { group: 1, people: [ann, bob] },
    ]);
  });

  it('are no groups of one name, of the nameless, or with a face that strayed', () => {
    expect(clashes([ann, { ...bob, name: 'Ann' }], [['a1', 'b1']])).toEqual([]);
    expect(clashes([ann, nameless, { ...bob, name: null }], [['a1', 'n1', 'b1']])).toEqual([]);
    expect(
      clashes(
        [ann, { ...bob, faceIds: ['b1', 'b2', 'b3'] }],
        [
          ['a1', 'a2', 'b1'],
          ['b2', 'b3'],
        ],
      ),
    ).toEqual([]);
  });
});
