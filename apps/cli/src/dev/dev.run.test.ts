import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRepository } from '../repository.folder.js';
import type * as appProcess from '../up/app.process.js';
import type * as appRestarts from './app.restarts.js';
import type * as typeWatch from './type.watch.js';

/** The compiled files: what they start is loaded by Node itself. */
const compiled = async <T>(file: string): Promise<T> =>
  (await import(new URL(`../../dist/${file}`, import.meta.url).href)) as T;
const { runApp } = await compiled<typeof appProcess>('up/app.process.js');
const { AppRestarts } = await compiled<typeof appRestarts>('dev/app.restarts.js');
const { watchTypes } = await compiled<typeof typeWatch>('dev/type.watch.js');

const NOT_CALLED = (error: unknown): never => {
  throw error;
};

let root: string;
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  root = `${await realpath(await mkdtemp(join(tmpdir(), 'visage-dev-')))}/`;
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await rm(root, { recursive: true, force: true });
});

async function write(files: Record<string, string | object>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** A clone with a library that has a word, an app that says it, and another app that does not know it. */
async function makeClone(): Promise<void> {
  const options = {
    ...{ rootDir: 'src', outDir: 'dist', composite: true, strict: true, module: 'NodeNext' },
    ...{ types: [], lib: ['ES5'], skipLibCheck: true },
  };
  const project = (...references: string[]) => ({
    compilerOptions: options,
    include: ['src'],
    references: references.map((path) => ({ path })),
  });
  const named = (name: string, dependencies: Record<string, string> = {}) => ({
    name: `@made/${name}`,
    type: 'module',
    exports: { './*': './dist/*.js' },
    dependencies,
  });
  await write({
    'tsconfig.json': {
      files: [],
      references: [{ path: 'libs/word' }, { path: 'apps/speaker' }, { path: 'apps/deaf' }],
    },
    'libs/word/package.json': named('word'),
    'libs/word/tsconfig.json': project(),
    'libs/word/src/word.ts': "export const word: string = 'one';\n",
    'apps/speaker/package.json': named('speaker', { '@made/word': 'workspace:*' }),
    'apps/speaker/tsconfig.json': project('../../libs/word'),
    'apps/speaker/src/main.ts': `import { word } from '@made/word/word';
declare const console: { log(text: string): void };
declare const setInterval: (work: () => void, ms: number) => void;
console.log(word);
setInterval(() => {}, 1000);
`,
    'apps/deaf/package.json': named('deaf'),
    'apps/deaf/tsconfig.json': project(),
    'apps/deaf/src/main.ts':
      'declare const setInterval: (work: () => void, ms: number) => void;\nsetInterval(() => {}, 1000);\nexport {};\n',
  });
  await mkdir(join(root, 'node_modules/@made'), { recursive: true });
  await symlink(inRepository('node_modules/typescript'), join(root, 'node_modules/typescript'));
  await symlink(join(root, 'libs/word'), join(root, 'node_modules/@made/word'));
}

async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 50_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within 50 seconds`);
    await sleep(50);
  }
}

test('a change of a library is said by the app that stands on it, after its errors are gone; other apps run on', async () => {
  await makeClone();
  const lines: string[] = [];
  const restarts = await AppRestarts.in(root, ['speaker', 'deaf'], (line) => lines.push(line));
  const types = watchTypes(
    root,
    ['.'],
    { onRound: (round) => restarts.add(round), onLine: (line) => lines.push(line), onLost: NOT_CALLED },
    false,
  );
  stops.push(() => types.stop());
  expect(await types.ready).toMatchObject({ errors: 0 });
  const run = async (name: string) => {
    const app = await runApp(
      {
        ...{ name, main: join(root, 'apps', name, 'dist/main.js'), env: {} },
        ...{ logFile: join(root, 'logs', name), folder: join(root, 'work', name) },
      },
      NOT_CALLED,
    );
    stops.push(() => app.stop());
    return app;
  };
  const apps = [await run('speaker'), await run('deaf')] as const;
  restarts.begin(apps);
  const says = (word: string) =>
    until(`saying ${word}`, async () =>
      (await readFile(join(root, 'logs/speaker'), 'utf8')).endsWith(`${word}
`),
    );
  await says('one');
  const [speaker, deaf] = apps.map((app) => app.pid);

  await write({ 'libs/word/src/word.ts': 'export const word: string = 2;\n' });
  await until('the error', () => lines.some((line) => line.includes('1 error; as they were: speaker')));
  expect(lines.join('\n')).toContain("libs/word/src/word.ts(1,14): error TS2322: Type 'number'");
  expect(apps.map((app) => app.pid)).toEqual([speaker, deaf]);

  await write({ 'libs/word/src/word.ts': "export const word: string = 'two';\n" });
  await says('two');
  expect(lines.join('\n')).toContain('no errors');
  expect(apps[0].pid).not.toBe(speaker);
  expect(apps[1].pid).toBe(deaf);
});

test('a compiler that cannot run is noticed', async () => {
  const why = await new Promise<string>((resolve) => {
    const watcher = {
      onRound: NOT_CALLED,
      onLine: NOT_CALLED,
      onLost: ({ message }: Error) => resolve(message),
    };
    watchTypes(root, ['.'], watcher, false);
  });
  expect(why).toBe('the compiler ended (exit code 1)');
});
