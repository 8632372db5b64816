import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bringUpToDate } from './mutation.workspace.js';

let root: string;
let clone: string;
let copy: string;

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(clone, path)), { recursive: true });
  await writeFile(join(clone, path), text);
}

async function link(path: string, target: string): Promise<void> {
  await mkdir(dirname(join(clone, path)), { recursive: true });
  await symlink(target, join(clone, path));
}

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'visage-copy-')));
  clone = join(root, 'clone');
  copy = join(root, 'copy');
  await write('.gitignore', 'node_modules/\ndist/\ngenerated/\n.cache/\nsecret.env\n');
  await write('package.json', '{}');
  await write('libs/a/package.json', '{"name":"@visage/a"}');
  await write('libs/a/src/a.ts', 'export const a = 1;');
  await write('libs/a/dist/a.js', 'compiled');
  await write('libs/b/package.json', '{"name":"@visage/b"}');
  await write('libs/b/src/b.ts', 'export const b = 1;');
  await write('libs/database/src/generated/client.ts', 'generated');
  await write('secret.env', 'secret');
  await write('node_modules/.pnpm/zod/zod.js', 'zod');
  await link('libs/b/node_modules/@visage/a', '../../../a');
  await link('libs/b/node_modules/zod', '../../../node_modules/.pnpm/zod');
  execFileSync('git', ['init', '--quiet'], { cwd: clone });
  execFileSync('git', ['add', '--all'], { cwd: clone });
});
afterEach(() => rm(root, { recursive: true }));

it('the tests of a package see the faults of another in the copy, and installed packages are shared', async () => {
  const files = await bringUpToDate(clone, copy);
  expect(files).toEqual(expect.arrayContaining(['libs/a/src/a.ts', 'libs/database/src/generated/client.ts']));
  expect(files).not.toContain('secret.env');
  expect(await realpath(join(copy, 'libs/b/node_modules/@visage/a'))).toBe(join(copy, 'libs/a'));
  expect(await realpath(join(copy, 'libs/b/node_modules/zod'))).toBe(join(clone, 'node_modules/.pnpm/zod'));
  expect(await readFile(join(copy, 'libs/a/dist/a.js'), 'utf8')).toBe('compiled');
  await expect(stat(join(copy, 'secret.env'))).rejects.toThrow();
});

it('takes back faults that a killed run has left, and never touches the clone', async () => {
  await bringUpToDate(clone, copy);
  await writeFile(join(copy, 'libs/a/src/a.ts'), 'export const a = 2;');
  await writeFile(join(copy, 'stryker.config.json'), '{}');
  await bringUpToDate(clone, copy);
  expect(await readFile(join(copy, 'libs/a/src/a.ts'), 'utf8')).toBe('export const a = 1;');
  await expect(stat(join(copy, 'stryker.config.json'))).rejects.toThrow();
  expect(await readFile(join(clone, 'libs/a/src/a.ts'), 'utf8')).toBe('export const a = 1;');
});

it('follows what is new, changed and deleted in the clone', async () => {
  await bringUpToDate(clone, copy);
  await write('libs/a/src/new.ts', 'new');
  await write('libs/a/src/a.ts', 'export const a = 10;');
  await rm(join(clone, 'libs/b/src/b.ts'));
  const files = await bringUpToDate(clone, copy);
  expect(await readFile(join(copy, 'libs/a/src/new.ts'), 'utf8')).toBe('new');
  expect(await readFile(join(copy, 'libs/a/src/a.ts'), 'utf8')).toBe('export const a = 10;');
  expect(files).not.toContain('libs/b/src/b.ts');
  await expect(stat(join(copy, 'libs/b/src/b.ts'))).rejects.toThrow();
});

it('says what is missing if there is no git', async () => {
  await rm(join(clone, '.git'), { recursive: true });
  await expect(bringUpToDate(clone, copy)).rejects.toThrow('needs git');
});
