import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import {
  PASSWORD_COST,
  PASSWORD_MAX_LENGTH,
  hashPassword,
  needsRehash,
  verifyPassword,
} from './password.hash.js';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

test('the right password signs in and any other does not', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  expect(await verifyPassword(stored, 'correct horsE')).toBe(false);
  expect(await verifyPassword(stored, '')).toBe(false);
  expect(await hashPassword('correct horse')).not.toBe(stored);
});

test('a password with an umlaut signs in from every keyboard', async () => {
  const stored = await hashPassword('Mu\u0308ller');
  expect(await verifyPassword(stored, 'M\u00fcller')).toBe(true);
});

test('an unknown name is refused as slowly as a wrong password', async () => {
  const stored = await hashPassword('known');
  /** Milliseconds of processors, on all threads of this process: how long it waits for its turn does not count. */
  const work = async (candidate: string | null): Promise<number> => {
    const before = process.cpuUsage();
    expect(await verifyPassword(candidate, 'wrong')).toBe(false);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  await work(null); // the comparison hash is made once
  const [unknown, wrong]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 9; turn += 1) {
    unknown.push(await work(null));
    wrong.push(await work(stored));
  }
  expect(median(unknown)).toBeGreaterThan(median(wrong) / 2);
  expect(median(unknown)).toBeLessThan(median(wrong) * 2);
});

test('the server answers other requests while a password is hashed', async () => {
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  await Promise.all(Array.from({ length: 8 }, () => hashPassword('busy')));
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(3);
});

test('a password hashed with lower costs is renewed at the next sign-in', async () => {
  expect(needsRehash(await hashPassword('x'))).toBe(false);
  expect(needsRehash(await hash('x', { memoryCost: 4096, timeCost: 2, parallelism: 1 }))).toBe(true);
});

test.each([
  ['less memory', { memoryCost: 19_455 }],
  ['more memory', { memoryCost: 194_560 }],
  ['fewer passes', { timeCost: 1 }],
  ['more passes', { timeCost: 20 }],
  ['more lanes', { parallelism: 2 }],
  ['more than ten lanes', { parallelism: 10 }],
])('a password hashed with %s is renewed at the next sign-in', async (_, cost) => {
  const { memoryCost, timeCost, parallelism } = { ...PASSWORD_COST, ...cost };
  const stored = (await hashPassword('x')).replace(
    /m=.*?\$/,
    `m=${memoryCost},t=${timeCost},p=${parallelism}$`,
  );
  expect(needsRehash(stored)).toBe(true);
});

test('a password hashed by another algorithm, or an older version of it, is renewed at the next sign-in', async () => {
  const stored = await hashPassword('x');
  for (const other of [
    stored.replace('argon2id', 'argon2i'),
    stored.replace('v=19', 'v=16'),
    stored.replace('$v=19', ''),
    `x${stored}`,
  ])
    expect([other, needsRehash(other)]).toEqual([other, true]);
});

test('a password of the greatest length signs in', async () => {
  const longest = 'x'.repeat(PASSWORD_MAX_LENGTH);
  expect(await verifyPassword(await hashPassword(longest), longest)).toBe(true);
});

test('an endless password costs nothing', async () => {
  await expect(hashPassword('x'.repeat(PASSWORD_MAX_LENGTH + 1))).rejects.toThrow(RangeError);
  await expect(hashPassword('')).rejects.toThrow(RangeError);
  const endless = 'x'.repeat(PASSWORD_MAX_LENGTH + 1);
  expect(await verifyPassword(await hash(endless, PASSWORD_COST), endless)).toBe(false);
  await expect(verifyPassword('plain text', 'plain text')).rejects.toThrow();
});
