import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { guardStall } from './stall.guard.js';

const PATIENCE = 1_000;

// only the timers are faked; streams run as usual
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Lets what is in the streams arrive. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

function read(guarded: Readable): { text: () => string; outcome: Promise<string> } {
  let text = '';
  guarded.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const outcome = new Promise<string>((resolve) => {
    guarded.on('end', () => resolve('ended')).on('error', (error) => resolve(error.message));
  });
  return { text: () => text, outcome };
}

test('a slow download arrives whole, as long as something comes in time', async () => {
  const source = new PassThrough();
  const { text, outcome } = read(guardStall(source, PATIENCE));
  for (let piece = 0; piece < 10; piece++) {
    source.write(String(piece));
    await settle();
    vi.advanceTimersByTime(PATIENCE - 1);
  }
  source.end();
  expect(await outcome).toBe('ended');
  expect(text()).toBe('0123456789');
});

test('a download that stops in the middle is an error, and its connection is given up', async () => {
  const source = new PassThrough();
  const { text, outcome } = read(guardStall(source, PATIENCE));
  source.write('half');
  await settle();
  vi.advanceTimersByTime(PATIENCE - 1);
  await settle();
  expect(source.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await outcome).toBe('Drive stopped sending in the middle of a file.');
  await settle();
  expect([text(), source.destroyed]).toEqual(['half', true]);
});

test('a download that never begins is an error as well', async () => {
  const source = new PassThrough();
  const { outcome } = read(guardStall(source, PATIENCE));
  vi.advanceTimersByTime(PATIENCE);
  expect(await outcome).toContain('stopped sending');
  await settle();
  expect(source.destroyed).toBe(true);
});

test('a connection that breaks is reported at once, with its own error', async () => {
  const source = new PassThrough();
  const { outcome } = read(guardStall(source, PATIENCE));
  source.write('half');
  source.destroy(new Error('socket hang up'));
  expect(await outcome).toBe('socket hang up');
});

test('nothing waits any longer once a download has ended, failed, or is no longer wanted', async () => {
  const { outcome } = read(guardStall(Readable.from([Buffer.from('all')]), PATIENCE));
  expect(vi.getTimerCount()).toBe(1);
  expect(await outcome).toBe('ended');
  expect(vi.getTimerCount()).toBe(0);

  const unread = guardStall(Readable.from([Buffer.from('all')]), PATIENCE);
  await settle();
  expect(vi.getTimerCount(), 'everything has come, though nobody has read it yet').toBe(0);
  unread.destroy();

  const source = new PassThrough();
  const unwanted = guardStall(source, PATIENCE);
  unwanted.destroy();
  await settle();
  expect([vi.getTimerCount(), source.destroyed]).toEqual([0, true]);
});
