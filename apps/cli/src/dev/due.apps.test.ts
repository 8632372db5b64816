import { expect, test } from 'vitest';
import { AppsToRestart } from './due.apps.js';

const round = (written: string[], wrong: string[] = []) => ({
  written: new Set(written),
  wrong: new Set(wrong),
  errors: wrong.length,
});

function apps(): AppsToRestart {
  return new AppsToRestart(
    new Map([
      ['apps/detector', new Set(['apps/detector', 'libs/vision', 'libs/contracts'])],
      ['apps/gateway', new Set(['apps/gateway', 'libs/contracts'])],
    ]),
  );
}

test('an app starts again for itself and for what it stands on, and for nothing else', () => {
  const due = apps();
  expect(due.after(round(['apps/gateway'])).restart).toEqual(['apps/gateway']);
  expect(due.after(round(['libs/vision'])).restart).toEqual(['apps/detector']);
  expect(due.after(round(['libs/contracts'])).restart).toEqual(['apps/detector', 'apps/gateway']);
  expect(due.after(round(['libs/drive', 'apps/web'])).restart).toEqual([]);
});

test('while something that an app stands on does not compile it is left running, and starts again once all is well', () => {
  const due = apps();
  expect(due.after(round(['libs/contracts'], ['libs/vision']))).toEqual({
    restart: ['apps/gateway'],
    waiting: ['apps/detector'],
  });
  expect(due.after(round([], ['libs/vision'])).restart).toEqual([]);
  expect(due.after(round([]))).toEqual({ restart: ['apps/detector'], waiting: [] });
  expect(due.after(round([])).restart).toEqual([]);
});
