import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './support/api.js';
import { descendants, freePort, startPlatform, type RunningPlatform } from './support/platform.js';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function waitForEnd(pids: number[], timeoutMs: number): Promise<number[]> {
  const deadline = Date.now() + timeoutMs;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(100);
  return pids.filter(isAlive);
}

describe('./visage up on a fresh folder, storage on the local disk', () => {
  let data: string;
  let port: number;
  let platform: RunningPlatform;
  let password: string;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'visage-up-'));
    port = await freePort();
    platform = await startPlatform({ data, port });
    password = platform.password ?? '';
  });
  afterAll(async () => {
    if (isAlive(platform.pid)) await platform.stop();
    await rm(data, { recursive: true, force: true });
  });

  test('prints an address, a login that works and a demo event that is already sorted into people', async () => {
    const api = await Api.signIn(platform.url, platform.email, password);
    const response = await api.fetch('/events');
    const text = await response.text();
    const eventId = /"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
    const progress = await api.progress(eventId);
    expect(progress).toMatchObject({ photos: 6, done: 6, failed: 0, pending: 0, grouping: false });
    const people = (await api.people(eventId)).length;
    expect(people).toBeGreaterThan(0);
    // the last thing said of the demo, and the only time that people are counted
    expect(platform.output.match(/[0-9]+ people/g)).toEqual([`${people} people`]);
    expect(platform.output).toMatch(new RegExp(`Demo event  [0-9]+ faces of ${people} people\n.*Demo event`));
    expect((await fetch(platform.guestUrl.replace(/^https?:\/\/[^/]+/, platform.url))).status).toBe(200);
  });

  test('a wrong password is refused without saying which half was wrong', async () => {
    await expect(Api.signIn(platform.url, platform.email, 'not the password')).rejects.toThrow(/401/);
    await expect(Api.signIn(platform.url, 'nobody@visage.local', password)).rejects.toThrow(/401/);
  });

  test('after a kill -9 the next start recovers: same login, same photos, no demo twice', async () => {
    const children = descendants(platform.pid);
    expect(children.length).toBeGreaterThanOrEqual(6);
    process.kill(platform.pid, 'SIGKILL');
    platform = await startPlatform({ data, port });
    expect(platform.output).not.toContain(password);
    const api = await Api.signIn(platform.url, platform.email, password);
    const events = await (await api.fetch('/events')).text();
    expect(events.match(/"progress"/g)).toHaveLength(1);
    expect(
      await waitForEnd(
        children.filter((pid) => !descendants(platform.pid).includes(pid)),
        15_000,
      ),
    ).toEqual([]);
  });

  test('Ctrl-C ends every child', async () => {
    const children = descendants(platform.pid);
    expect(children.length).toBeGreaterThanOrEqual(6);
    const code = await platform.stop();
    expect([0, 130]).toContain(code);
    expect(await waitForEnd(children, 10_000)).toEqual([]);
  });
});
