import { DryRunStatus, MutantRunStatus, type MutantRunOptions, type MutantRunResult, type TestRunner } from '@stryker-mutator/api/test-runner';
import type { Vitest } from 'vitest/node';
import { expect, it } from 'vitest';
import { MutantRunner } from './mutant.runner.js';

const survived: MutantRunResult = { status: MutantRunStatus.Survived, nrOfTests: 1 };
const broken: MutantRunResult = { status: MutantRunStatus.Error, errorMessage: 'unhandled' };

/** Vitest as it stands after a run in which the hooks of a file failed, or none did. */
function vitestAfter(errors: { message: string }[]): Vitest {
  return { projects: [], state: { getFiles: () => [{ filepath: '/a.test.ts', result: { errors } }] } } as unknown as Vitest;
}

function runnerOf(ctx: Vitest, ...answers: MutantRunResult[]): MutantRunner {
  const inner: TestRunner = {
    capabilities: () => ({ reloadEnvironment: true }),
    dryRun: async () => ({ status: DryRunStatus.Complete, tests: [] }),
    mutantRun: async () => answers.shift() ?? survived,
  };
  return new MutantRunner(Object.assign(inner, { ctx }));
}

const options = { testFilter: ['a.test.ts#one', 'a.test.ts#two'] } as MutantRunOptions;

it('a fault that makes the hooks of a file fail is noticed, though none of its tests has run', async () => {
  const runner = runnerOf(vitestAfter([{ message: 'no gateway' }]), survived);
  expect(await runner.mutantRun(options)).toMatchObject({ status: MutantRunStatus.Killed, killedBy: ['a.test.ts#one'] });
  expect(await runnerOf(vitestAfter([]), survived).mutantRun(options)).toBe(survived);
});

it('an error outside of all tests counts once it comes again in a fresh thread', async () => {
  expect(await runnerOf(vitestAfter([]), broken, survived).mutantRun(options)).toBe(survived);
  expect(await runnerOf(vitestAfter([]), broken, broken).mutantRun(options)).toMatchObject({ status: MutantRunStatus.Killed });
});

it('nothing is tried out while hooks fail without a fault', async () => {
  const runner = runnerOf(vitestAfter([{ message: 'no gateway' }]));
  expect(await runner.dryRun({ timeout: 1, coverageAnalysis: 'perTest', disableBail: false })).toMatchObject({ status: DryRunStatus.Error });
});
