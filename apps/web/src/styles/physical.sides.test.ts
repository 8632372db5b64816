import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '..');
const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'))
  .map((file) => [file, readFileSync(join(source, file), 'utf8')] as const);

/** Sides that stay where they are when the reading direction changes, and the sizes along them. */
const PHYSICAL =
  /^\s*((?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right|top|bottom)\b[\w-]*|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|(?:min-|max-)?(?:width|height)|(?:float|clear|text-align|caption-side)\s*:\s*(?:left|right))\s*[:;]/gm;

/** The rule after this comment places something on a picture, which no language mirrors. */
const ON_PURPOSE = /\/\* Physical sides on purpose[^}]*\}/g;

function physicalSides(css: string): string[] {
  return [...css.replace(ON_PURPOSE, '').matchAll(PHYSICAL)].map(([, property = '']) => property);
}

test('every page reads from right to left as well: no style names a physical side', () => {
  expect(sheets.length).toBeGreaterThan(8);
  const found = sheets.flatMap(([file, css]) => physicalSides(css).map((side) => `${file}: ${side}`));
  expect(found).toEqual([]);
});

test('a physical side is found, a logical one or one on purpose is not', () => {
  expect(physicalSides('a {\n  margin-left: 1px;\n  left: 0;\n  text-align: right;\n}')).toEqual([
    'margin-left',
    'left',
    'text-align: right',
  ]);
  expect(
    physicalSides('a {\n  inset-inline-start: 0;\n  text-align: start;\n  max-inline-size: 2rem;\n}'),
  ).toEqual([]);
  expect(physicalSides('/* Physical sides on purpose: a face. */\n.face {\n  left: 0;\n}')).toEqual([]);
});
