/**
 * @module Stryker's runner for Vitest, with what it lacks: threads are kept, what runs in hooks has tests that judge it, and a
 * file whose hooks fail has failed.
 */
import type { StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, tokens, type Injector, type PluginContext } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  type DryRunOptions,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { strykerPlugins } from '@stryker-mutator/vitest-runner';
import type { Vitest } from 'vitest/node';
import { KeptThreads } from './kept.thread.js';
import { chooseJudges } from './mutant.judges.js';

/** The part of Stryker's options that is ours. */
export interface MutationOptions extends StrykerOptions {
  visageSample?: SampleOptions;
  /** Files of tests that judge a fault, at most. */
  visageMostFiles?: number;
}

export interface SampleOptions {
  size: number;
  seed: string;
  /** Written by the reporter, read by the checker: ids of the mutants that are tested. */
  file: string;
}

export class MutantRunner implements TestRunner {
  readonly #threads = new KeptThreads();

  /** @param mostFiles of tests that judge a fault */
  constructor(
    private readonly runner: TestRunner & { ctx?: Vitest },
    private readonly mostFiles?: number,
  ) {}

  capabilities(): Promise<TestRunnerCapabilities> | TestRunnerCapabilities {
    return this.runner.capabilities();
  }

  async init(): Promise<void> {
    await this.runner.init?.();
    for (const { config } of this.runner.ctx?.projects ?? []) Object.assign(config, { pool: this.#threads.name, poolRunner: this.#threads });
  }

  async dryRun(options: DryRunOptions): Promise<DryRunResult> {
    const result = await this.runner.dryRun(options);
    if (result.status !== DryRunStatus.Complete) return result;
    const [failure] = this.#failedHooks();
    if (failure !== undefined) return { status: DryRunStatus.Error, errorMessage: failure };
    const { mutantCoverage: coverage, tests } = result;
    return coverage ? { ...result, mutantCoverage: { ...coverage, perTest: chooseJudges(coverage.perTest, tests, this.mostFiles) } } : result;
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const result = await this.#judge(options);
    if (result.status !== MutantRunStatus.Error) return result;
    // an error outside of every test: this fault's doing, unless an earlier one left something behind in the thread
    await this.#threads.giveUp();
    const again = await this.#judge(options);
    return again.status === MutantRunStatus.Error ? killed(options, again.errorMessage) : again;
  }

  async dispose(): Promise<void> {
    await this.#threads.close();
    await this.runner.dispose?.();
  }

  async #judge(options: MutantRunOptions): Promise<MutantRunResult> {
    const result = await this.runner.mutantRun(options);
    const [failure] = this.#failedHooks();
    if (failure === undefined) return result;
    await this.#threads.giveUp();
    return result.status === MutantRunStatus.Survived ? killed(options, failure) : result;
  }

  /** Of files as a whole: Stryker asks the tests alone, and those of a file whose hook failed have not run. */
  #failedHooks(): string[] {
    const files = this.runner.ctx?.state.getFiles() ?? [];
    return files.flatMap(({ result, filepath }) => (result?.errors ?? []).map(({ message }) => `${filepath}: ${message}`));
  }
}

function killed({ testFilter }: MutantRunOptions, failureMessage: string): MutantRunResult {
  return { status: MutantRunStatus.Killed, killedBy: testFilter?.slice(0, 1) ?? [], failureMessage, nrOfTests: 1 };
}

export function createMutantRunner(injector: Injector<PluginContext>): TestRunner {
  const [plugin] = strykerPlugins;
  if (!plugin) throw new Error('@stryker-mutator/vitest-runner has no runner');
  const { visageMostFiles }: MutationOptions = injector.resolve(commonTokens.options);
  return new MutantRunner(plugin.factory(injector), visageMostFiles);
}
createMutantRunner.inject = tokens(commonTokens.injector);
