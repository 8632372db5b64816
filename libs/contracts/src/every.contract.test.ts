import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const files = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -'.ts'.length));
const modules = await Promise.all(
  files.map(
    async (file) =>
      [file, (await import(/* @vite-ignore */ `./${file}.ts`)) as Record<string, unknown>] as const,
  ),
);
const schemas = modules.flatMap(([file, exported]) =>
  Object.entries(exported).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [{ file, name, schema: value }] : [],
  ),
);

test('every payload that is received can be described to those who write clients', () => {
  expect(schemas.length).toBeGreaterThan(100);
  for (const { file, name, schema } of schemas) {
    const described = z.toJSONSchema(schema, { io: 'input' });
    expect(Object.keys(described).length, `${name} of ${file} says nothing`).toBeGreaterThan(1);
  }
});

test('no payload accepts just anything, and an invalid one is refused without an exception', () => {
  for (const { file, name, schema } of schemas)
    expect(schema.safeParse(Symbol(name)).success, `${name} of ${file}`).toBe(false);
});
