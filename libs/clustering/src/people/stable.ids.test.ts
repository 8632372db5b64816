import { describe, expect, it } from 'vitest';
import { stableIds } from './stable.ids.js';

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

  it('gives a name to nobody when no group holds a majority', () => {
    expect(stableIds([ben], [['b1'], ['b2']])).toEqual([null, null]);
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
    ).toEqual([null, null]);
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
