import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DryRunStatus,
  MutantRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import type { Vitest } from 'vitest/node';
import { beforeEach, expect, it } from 'vitest';
import { MutantRunner } from './mutant.runner.js';

const passed = (id: string): TestResult => ({ id, name: id, timeSpentMs: 1, status: TestStatus.Success });
const survived: MutantRunResult = { status: MutantRunStatus.Survived, nrOfTests: 1 };
const broken: MutantRunResult = { status: MutantRunStatus.Error, errorMessage: 'unhandled' };

/** Vitest's state after a run in which the hooks of a file failed, or none did. */
function vitestAfter(errors: { message: string }[]): Vitest {
  return {
    projects: [],
    state: { getFiles: () => [{ filepath: '/a.test.ts', result: { errors } }] },
  } as unknown as Vitest;
}

const asked: string[] = [];
beforeEach(() => void asked.splice(0));

function runnerOf(ctx: Vitest, ...answers: MutantRunResult[]): MutantRunner {
  return new MutantRunner(innerOf(ctx, ...answers));
}

function innerOf(ctx: Vitest, ...answers: MutantRunResult[]): TestRunner & { ctx: Vitest } {
  const inner: TestRunner = {
    capabilities: () => ({ reloadEnvironment: true }),
    dryRun: async () => ({
      status: DryRunStatus.Complete,
      tests: ['a.test.ts#zero', 'b.test.ts#zero', 'a.test.ts#one', 'a.test.ts#two'].map(passed),
    }),
    mutantRun: async ({ activeMutant, testFilter }) => {
      asked.push(`${activeMutant.id}: ${testFilter?.join(', ')}`);
      return answers.shift() ?? survived;
    },
  };
  return Object.assign(inner, { ctx });
}

const options = {
  testFilter: ['a.test.ts#one', 'a.test.ts#two'],
  activeMutant: { id: '7' },
} as MutantRunOptions;
const killedBy = (id: string): MutantRunResult => ({
  status: MutantRunStatus.Killed,
  killedBy: [id],
  failureMessage: 'expected',
  nrOfTests: 1,
});

it('a fault that makes the hooks of a file fail is noticed, though none of its tests has run', async () => {
  const runner = runnerOf(vitestAfter([{ message: 'no gateway' }]), survived);
  expect(await runner.mutantRun(options)).toMatchObject({
    status: MutantRunStatus.Killed,
    killedBy: ['a.test.ts#one'],
  });
  expect(await runnerOf(vitestAfter([]), survived).mutantRun(options)).toBe(survived);
});

it('an error outside all tests counts if it occurs again in a fresh thread', async () => {
  expect(await runnerOf(vitestAfter([]), broken, survived).mutantRun(options)).toBe(survived);
  expect(await runnerOf(vitestAfter([]), broken, broken).mutantRun(options)).toMatchObject({
    status: MutantRunStatus.Killed,
  });
});

it('nothing is tried out while hooks fail without a fault', async () => {
  const runner = runnerOf(vitestAfter([{ message: 'no gateway' }]));
  expect(await runner.dryRun({ timeout: 1, coverageAnalysis: 'perTest', disableBail: false })).toMatchObject({
    status: DryRunStatus.Error,
  });
});

it('a test that fails alone without a fault judges together with those before it, one that passes alone is believed', async () => {
  const [first, second] = [killedBy('a.test.ts#two'), killedBy('a.test.ts#two')];
  const independent = runnerOf(vitestAfter([]), first, survived, second);
  expect(await independent.mutantRun(options)).toBe(first);
  expect(await independent.mutantRun(options)).toBe(second);
  expect(asked).toEqual([
    '7: a.test.ts#one, a.test.ts#two',
    'none: a.test.ts#two',
    '7: a.test.ts#one, a.test.ts#two',
  ]);

  const folder = await mkdtemp(join(tmpdir(), 'visage-order-'));
  try {
    asked.splice(0);
    const needy = innerOf(vitestAfter([]), killedBy('a.test.ts#two'), killedBy('a.test.ts#two'), survived);
    const ordered = new MutantRunner(needy, { visageOrderFile: join(folder, 'order.json') });
    await ordered.dryRun({ timeout: 1, coverageAnalysis: 'perTest', disableBail: false });
    expect(await ordered.mutantRun({ ...options, testFilter: ['a.test.ts#two'] })).toBe(survived);
    expect(asked).toEqual([
      '7: a.test.ts#two',
      'none: a.test.ts#two',
      '7: a.test.ts#zero, a.test.ts#one, a.test.ts#two',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
