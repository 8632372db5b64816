import { expect, test } from 'vitest';
import { missing, ok, optional } from './doctor.check.js';
import { runChecks } from './doctor.run.js';
import { isNodeSupported } from './node.check.js';

function collect(): { text: string; write(part: string): void } {
  return {
    text: '',
    write(part) {
      this.text += part;
    },
  };
}

test('something needed that is missing makes the exit code 1 and says how to get it', async () => {
  const out = collect();
  const redis = { title: 'Redis', run: () => Promise.resolve(missing('not found', 'apt-get install redis-server')) };
  expect(await runChecks([{ title: 'Node.js', run: () => Promise.resolve(ok('v22')) }, redis], out)).toBe(1);
  expect(out.text).toContain('→ apt-get install redis-server');
  expect(out.text).toContain('1 needed thing is missing');
});

test('what only tests need does not make it fail', async () => {
  const chromium = { title: 'Chromium', run: () => Promise.resolve(optional('not found', 'apt-get install chromium')) };
  expect(await runChecks([chromium], collect())).toBe(0);
});

test('a check that breaks counts as missing and does not hide the others', async () => {
  const out = collect();
  const broken = { title: 'Models', run: () => Promise.reject(new Error('no manifest')) };
  expect(await runChecks([broken, { title: 'Node.js', run: () => Promise.resolve(ok('v22')) }], out)).toBe(1);
  expect(out.text).toMatch(/no manifest[\s\S]*v22/);
});

test('Node versions that a dependency refuses are called too old', () => {
  expect(['v20.19.0', 'v22.12.0', 'v24.1.0'].map(isNodeSupported)).toEqual([true, true, true]);
  expect(['v18.20.0', 'v20.18.3', 'v21.7.0', 'v22.11.0'].map(isNodeSupported)).toEqual([false, false, false, false]);
});
