import { expect, test } from 'vitest';
import { describeError } from './job.log.js';

test('an error is told by its name, message and stack, and by nothing else that it carries', () => {
  const error = Object.assign(new TypeError('no such photo'), { config: { headers: 'Bearer secret' } });
  expect(describeError(error)).toStrictEqual({
    type: 'TypeError',
    message: 'no such photo',
    stack: error.stack,
  });
  delete error.stack;
  expect(describeError(error)).toStrictEqual({ type: 'TypeError', message: 'no such photo' });
});

test('what is thrown without being an error is told as what it is', () => {
  expect([describeError('out of paper'), describeError(undefined)]).toStrictEqual([
    { type: 'string', message: 'out of paper' },
    { type: 'undefined', message: 'undefined' },
  ]);
});
