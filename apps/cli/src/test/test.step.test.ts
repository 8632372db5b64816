import { expect, it } from 'vitest';
import { commandStep } from './test.step.js';

it.each([
  ['0', { passed: 1, failed: 0, skipped: 0 }],
  ['1', { passed: 0, failed: 1, skipped: 0 }],
  ['77', { passed: 0, failed: 0, skipped: 1 }],
])('a step that ends with %s is counted for what it was', async (code, count) => {
  const step = commandStep('unit', 'A command', 'sh', ['-c', `exit ${code}`]);
  expect((await step.run({ PATH: process.env.PATH ?? '' })).count).toEqual(count);
});

it('a program that does not exist is a failure', async () => {
  const step = commandStep('unit', 'A command', './no-such-program', []);
  expect(await step.run({ PATH: process.env.PATH ?? '' })).toEqual({
    count: { passed: 0, failed: 1, skipped: 0 },
    failures: [{ file: '', name: 'A command', reason: './no-such-program ended with 127' }],
  });
});

it('a step that runs beside others returns its output instead of mixing it with theirs', async () => {
  const step = commandStep('unit', 'A command', 'sh', ['-c', 'echo out; echo err >&2']);
  const shown: string[] = [];
  await step.run({ PATH: process.env.PATH ?? '' }, { show: (output) => shown.push(output.toString()) });
  expect(shown.join('').split('\n').sort()).toEqual(['', 'err', 'out']);
});
