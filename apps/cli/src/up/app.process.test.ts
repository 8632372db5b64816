import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as appProcess from './app.process.js';

/** The compiled files: the apps are started with a file that Node itself must be able to load. */
const compiled = (await import(
  new URL('../../dist/up/app.process.js', import.meta.url).href
)) as typeof appProcess;
const { runApp } = compiled;
const parentWatch = fileURLToPath(new URL('../../dist/up/parent.watch.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-app-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen within a minute');
    await sleep(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function definition(source: string): Promise<Parameters<typeof runApp>[0]> {
  const main = join(folder, 'main.mjs');
  await writeFile(main, source);
  return {
    name: 'detector',
    main,
    env: {},
    logFile: join(folder, 'logs', 'detector.log'),
    folder: join(folder, 'work'),
  };
}

describe('an app of visage up', () => {
  test('that is restarted on purpose runs anew at once, which counts as no crash, and is stopped for good', async () => {
    const crashes: string[] = [];
    const app = await runApp(await definition('setInterval(() => {}, 1000);'), (name) => crashes.push(name));
    const first = app.pid ?? 0;
    await app.restart();
    const second = app.pid ?? 0;
    expect(second).not.toBe(first);
    expect([isAlive(first), isAlive(second), crashes]).toEqual([false, true, []]);
    await Promise.all([app.restart(), app.stop()]);
    await sleep(100);
    expect([app.pid, isAlive(second)]).toEqual([undefined, false]);
  });

  test('is started again when it is killed, and stays stopped when it was stopped', async () => {
    const crashes: string[] = [];
    const app = await runApp(await definition('setInterval(() => {}, 1000);'), (name, why) =>
      crashes.push(`${name} ${why}`),
    );
    const first = app.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(() => app.pid !== undefined && app.pid !== first);
    const second = app.pid ?? 0;
    await app.stop();
    await sleep(800);
    expect(crashes).toEqual(['detector SIGKILL']);
    expect(isAlive(second)).toBe(false);
    expect(app.pid).toBeUndefined();
  });

  test('writes its output into its log', async () => {
    const app = await runApp(
      await definition('console.log("listening"); setInterval(() => {}, 1000);'),
      () => undefined,
    );
    const log = join(folder, 'logs', 'detector.log');
    await until(async () => (await readFile(log, 'utf8')).includes('listening'));
    await app.stop();
  });

  test('may finish its work in progress when it is stopped', async () => {
    const source =
      'process.on("SIGTERM", () => setTimeout(() => { console.log("done"); process.exit(0); }, 300)); setInterval(() => {}, 1000); console.log("up");';
    const app = await runApp(await definition(source), () => undefined);
    const log = join(folder, 'logs', 'detector.log');
    await until(async () => (await readFile(log, 'utf8')).includes('up'));
    await app.stop();
    expect(await readFile(log, 'utf8')).toContain('done');
  });

  test.each([
    ['', 300],
    [', even before it has started', 0],
  ])('exits by itself when the process that started it is killed%s', async (_, afterMs) => {
    const { main } = await definition('setInterval(() => {}, 1000);');
    const starter = `
      const child = require('node:child_process').spawn(process.execPath, ['--import', ${JSON.stringify(parentWatch)}, ${JSON.stringify(main)}],
        { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      console.log(child.pid);`;
    const parent = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    const child = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk))),
    );
    await sleep(afterMs);
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(child));
  });
});
