import { describe, expect, it } from 'vitest';
import { stableIds } from './stable.ids.js';

describe('stableIds', () => {
  const anna = { id: 'anna', faceIds: ['a1', 'a2', 'a3'] };
  const ben = { id: 'ben', faceIds: ['b1', 'b2'] };

  it('keeps people when photos are added or deleted and groups change places', () => {
    expect(stableIds([anna, ben], [['b1', 'b2', 'b3'], ['x'], ['a2', 'a3']])).toEqual(['ben', null, 'anna']);
  });

  it('leaves the name with the larger part when a person is split', () => {
    expect(stableIds([anna], [['a1'], ['a2', 'a3']])).toEqual([null, 'anna']);
  });

  it('takes the name of the larger person when two become one', () => {
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
});
