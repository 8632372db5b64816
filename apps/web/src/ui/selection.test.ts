import { expect, test } from 'vitest';
import { toggled } from './selection.hook.js';

test('touching a photo selects it, touching it again deselects it, and the others stay', () => {
  const one = toggled(new Set(), 'a');
  const two = toggled(one, 'b');
  expect([...two]).toEqual(['a', 'b']);
  expect([...toggled(two, 'a')]).toEqual(['b']);
  expect([...one]).toEqual(['a']);
});
