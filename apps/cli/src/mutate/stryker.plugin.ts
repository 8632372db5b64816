/**
 * @module Our plugins for Stryker: a sample of the mutants instead of all, a runner, and what to leave alone. Loaded
 * by Stryker, in its own process and in those that run tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { CheckStatus, type Checker, type CheckResult } from '@stryker-mutator/api/check';
import type { Mutant } from '@stryker-mutator/api/core';
import {
  commonTokens,
  declareClassPlugin,
  declareFactoryPlugin,
  declareValuePlugin,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';
import type { MutationTestingPlanReadyEvent, Reporter } from '@stryker-mutator/api/report';
import { strykerValidationSchema as vitestSchema } from '@stryker-mutator/vitest-runner';
import { createMutantRunner, type MutationOptions } from './mutant.runner.js';
import { sampleOf } from './mutant.sample.js';
import { proseIgnorer } from './prose.ignorer.js';

/** Draws the sample as soon as all mutants are known. */
class SampleReporter implements Reporter {
  static inject = tokens(commonTokens.options);

  constructor(private readonly options: MutationOptions) {}

  onMutationTestingPlanReady({ mutantPlans }: MutationTestingPlanReadyEvent): void {
    const sample = this.options.visageSample;
    if (!sample) return;
    const mutants = mutantPlans.map(({ mutant }) => mutant).filter((mutant) => mutant.status !== 'Ignored');
    const cwd = process.cwd().length + 1;
    const named = mutants.map((mutant) => ({ ...mutant, fileName: mutant.fileName.slice(cwd) }));
    writeFileSync(sample.file, JSON.stringify(sampleOf(named, sample.size, sample.seed).map(({ id }) => id)));
  }
}

/** Leaves out what the sample has not taken. The closest that Stryker has to that is a compile error. */
class SampleChecker implements Checker {
  static inject = tokens(commonTokens.options);

  constructor(private readonly options: MutationOptions) {}

  async init(): Promise<void> {}

  async check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const { visageSample } = this.options;
    const taken = visageSample && new Set(JSON.parse(readFileSync(visageSample.file, 'utf8')) as string[]);
    const answer = (id: string): CheckResult =>
      !taken || taken.has(id)
        ? { status: CheckStatus.Passed }
        : { status: CheckStatus.CompileError, reason: 'not in the sample' };
    return Object.fromEntries(mutants.map(({ id }) => [id, answer(id)]));
  }

  async group(mutants: Mutant[]): Promise<string[][]> {
    return [mutants.map(({ id }) => id)];
  }
}

const ours = {
  visageMostFiles: { type: 'number' },
  visageOrderFile: { type: 'string' },
  visageSample: {
    type: 'object',
    properties: { size: { type: 'number' }, seed: { type: 'string' }, file: { type: 'string' } },
  },
};

/** Options of the runner and ours, as a JSON schema. */
export const strykerValidationSchema = {
  ...vitestSchema,
  properties: { ...vitestSchema.properties, ...ours },
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'visage', createMutantRunner),
  declareClassPlugin(PluginKind.Reporter, 'visage-sample', SampleReporter),
  declareClassPlugin(PluginKind.Checker, 'visage-sample', SampleChecker),
  declareValuePlugin(PluginKind.Ignore, 'visage-prose', proseIgnorer),
];
