import { expect, test } from 'vitest';
import { CompilerOutput } from './compiler.output.js';

function readAll(text: string): { shown: string[]; rounds: object[] } {
  const output = new CompilerOutput('/clone/');
  const shown: string[] = [];
  const rounds: object[] = [];
  for (const line of text.split('\n')) {
    const { forPeople, round } = output.read(line);
    if (forPeople) shown.push(line);
    if (round) rounds.push(round);
  }
  return { shown, rounds };
}

test('packages whose scripts were written are told at the end of a round, and nothing of it is shown', () => {
  const { shown, rounds } = readAll(`
10:26:22 AM - File change detected. Starting incremental compilation...

TSFILE: /clone/libs/crypto/dist/short.code.js
TSFILE: /clone/libs/crypto/dist/short.code.js.map
TSFILE: /clone/apps/gateway/dist/main.d.ts
TSFILE: /clone/apps/gateway/dist/.tsbuildinfo

10:26:30 AM - Found 0 errors. Watching for file changes.
10:26:31 AM - File change detected. Starting incremental compilation...
10:26:32 AM - Found 0 errors. Watching for file changes.`);
  expect(rounds).toEqual([
    { written: new Set(['libs/crypto']), wrong: new Set(), errors: 0 },
    { written: new Set(), wrong: new Set(), errors: 0 },
  ]);
  expect(shown).toEqual([]);
});

test('an error is shown as the compiler wrote it, and its package counts as wrong', () => {
  const plain =
    "libs/crypto/src/short.code.ts(63,14): error TS2322: Type 'number' is not assignable to 'string'.";
  const coloured =
    '\u001b[96mapps/web/src/main.tsx\u001b[0m:\u001b[93m1\u001b[0m:\u001b[93m7\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2304: \u001b[0mNo name.';
  const { shown, rounds } = readAll(
    `${plain}\n  It is not.\n${coloured}\n[\u001b[90m10:26:38 AM\u001b[0m] Found 2 errors. Watching for file changes.`,
  );
  expect(rounds).toEqual([{ written: new Set(), wrong: new Set(['libs/crypto', 'apps/web']), errors: 2 }]);
  expect(shown).toEqual([plain, '  It is not.', coloured]);
});
