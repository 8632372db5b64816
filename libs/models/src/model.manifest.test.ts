import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadManifest } from './model.manifest.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a manifest that is missing, not JSON, or of another shape is refused with the reason', async () => {
  const path = join(folder, 'manifest.json');
  const load = (): Promise<unknown> => loadManifest(path).catch((error: unknown) => error);
  expect(await load()).toMatchObject({ code: 'manifest-unreadable', cause: { code: 'ENOENT' } });
  await writeFile(path, '{ "version": 1');
  expect(await load()).toMatchObject({ code: 'manifest-unreadable', cause: { name: 'SyntaxError' } });
  await writeFile(path, JSON.stringify({ version: 1, defaults: { detector: 'd', landmarks: 'l' }, models: 5 }));
  const refusal = await load();
  expect(refusal).toMatchObject({ code: 'manifest-unreadable' });
  expect((refusal as Error).message).toMatch(/does not fit its schema: defaults[.]embedder: .+; models: .+/);
  await writeFile(path, JSON.stringify({ version: 1, defaults: { detector: 'd', landmarks: 'l', embedder: 'e' }, models: [] }));
  expect(await load()).toEqual({ version: 1, defaults: { detector: 'd', landmarks: 'l', embedder: 'e' }, models: [] });
});

test('a name that stands twice is refused by it, so that nobody wonders which of the two is used', async () => {
  const path = join(folder, 'twice.json');
  const real = await loadManifest(join(import.meta.dirname, '../../../models/manifest.json'));
  const [first, second, third] = real.models;
  if (!first || !second || !third) throw new Error('the manifest has fewer than three models');
  const models = [first, second, third, { ...first, version: '9' }, { ...third, version: '9' }];
  await writeFile(path, JSON.stringify({ ...real, models }));
  const refusal = await loadManifest(path).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'manifest-unreadable' });
  expect((refusal as Error).message).toContain(`more than one model of this name: "${first.name}", "${third.name}".`);
});
