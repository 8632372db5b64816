import { expect, it } from 'vitest';
import { CommandError } from './command.error.js';
import { EXIT_UNREADABLE, EXIT_USAGE, exitCodeOf } from './command.exit.js';
import { numberBetween, wholeNumberFrom } from './command.number.js';

it('tells the person what to do without a stack trace, and scripts why it ended', () => {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  expect(exitCodeOf(new CommandError('There is no folder x.', EXIT_USAGE), false, say)).toBe(2);
  expect(exitCodeOf(new CommandError('three', EXIT_UNREADABLE), false, say)).toBe(3);
  expect(said).toEqual(['visage: There is no folder x.\n', 'visage: three\n']);
  expect(exitCodeOf(new TypeError('our fault'), false, say)).toBe(1);
  expect(said[2]).toContain('command.exit.test');
});

it('treats a wrong option as wrong usage, and help as no error', () => {
  const parserError = (exitCode: number) => Object.assign(new Error('said by the parser'), { exitCode });
  expect(exitCodeOf(parserError(1), true)).toBe(2);
  expect(exitCodeOf(parserError(0), true)).toBe(0);
});

it('refuses numbers out of range and words', () => {
  expect(numberBetween(-1, 1)('0.35')).toBe(0.35);
  for (const text of ['1.2', '', 'abc', 'NaN'])
    expect(() => numberBetween(-1, 1)(text)).toThrow('from -1 to 1');
  expect(wholeNumberFrom(1)('12')).toBe(12);
  for (const text of ['0', '-3', '1.5', '']) expect(() => wholeNumberFrom(1)(text)).toThrow('whole number');
});
