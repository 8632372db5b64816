/**
 * @module Stryker's runner for Vitest, with what it lacks: threads are kept, code that runs in hooks has tests that
 * judge it, a file whose hooks fail has failed, and tests that depend on others are not run without them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
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

/** Our own additions to Stryker's options. */
export interface MutationOptions extends StrykerOptions {
  visageSample?: SampleOptions;
  /** Maximum number of test files that judge a fault. */
  visageMostFiles?: number;
  /** File that records which tests come before which. */
  visageOrderFile?: string;
}

export interface SampleOptions {
  size: number;
  seed: string;
  /** Written by the reporter, read by the checker: ids of the mutants that are tested. */
  file: string;
}

/** For every test, the ones before it in its file; written by the process that ran them all, read by the others. */
type Predecessors = Record<string, string[]>;

export class MutantRunner implements TestRunner {
  readonly #threads = new KeptThreads();
  /** Whether a test passes when it is run alone without a fault, as far as is known. */
  readonly #alone = new Map<string, boolean>();

  constructor(
    private readonly runner: TestRunner & { ctx?: Vitest },
    private readonly options: Pick<MutationOptions, 'visageMostFiles' | 'visageOrderFile'> = {},
  ) {}

  capabilities(): Promise<TestRunnerCapabilities> | TestRunnerCapabilities {
    return this.runner.capabilities();
  }

  async init(): Promise<void> {
    await this.runner.init?.();
    for (const { config } of this.runner.ctx?.projects ?? [])
      Object.assign(config, { pool: this.#threads.name, poolRunner: this.#threads });
  }

  async dryRun(options: DryRunOptions): Promise<DryRunResult> {
    const result = await this.runner.dryRun(options);
    if (result.status !== DryRunStatus.Complete) return result;
    const [failure] = this.#failedHooks();
    if (failure !== undefined) return { status: DryRunStatus.Error, errorMessage: failure };
    const { mutantCoverage: coverage, tests } = result;
    this.#writeOrder(tests.map(({ id }) => id));
    return coverage
      ? {
          ...result,
          mutantCoverage: {
            ...coverage,
            perTest: chooseJudges(coverage.perTest, tests, this.options.visageMostFiles),
          },
        }
      : result;
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const result = await this.#judge(this.#withPredecessors(options));
    if (result.status !== MutantRunStatus.Killed) return result;
    const [killer] = result.killedBy;
    if (killer === undefined || this.#alone.has(killer)) return result;
    // a test that depends on those before it fails without them, whatever the fault
    const alone = await this.#judge({
      ...options,
      testFilter: [killer],
      activeMutant: { ...options.activeMutant, id: NO_MUTANT },
      hitLimit: undefined,
    });
    this.#alone.set(killer, alone.status === MutantRunStatus.Survived);
    return alone.status === MutantRunStatus.Survived ? result : this.#judge(this.#withPredecessors(options));
  }

  async dispose(): Promise<void> {
    await this.#threads.giveUp();
    await this.runner.dispose?.();
  }

  /**
   * An error outside every test is caused by this fault, unless an earlier one has left something behind in the
   * thread.
   */
  async #judge(options: MutantRunOptions): Promise<MutantRunResult> {
    const result = await this.#run(options);
    if (result.status !== MutantRunStatus.Error) return result;
    await this.#threads.giveUp();
    const again = await this.#run(options);
    return again.status === MutantRunStatus.Error ? killed(options, again.errorMessage) : again;
  }

  async #run(options: MutantRunOptions): Promise<MutantRunResult> {
    const result = await this.runner.mutantRun(options);
    const [failure] = this.#failedHooks();
    if (failure === undefined) return result;
    await this.#threads.giveUp();
    return result.status === MutantRunStatus.Survived ? killed(options, failure) : result;
  }

  /** Failed hooks of whole files: Stryker only asks the tests, and those of a file whose hook failed have not run. */
  #failedHooks(): string[] {
    const files = this.runner.ctx?.state.getFiles() ?? [];
    return files.flatMap(({ result, filepath }) =>
      (result?.errors ?? []).map(({ message }) => `${filepath}: ${message}`),
    );
  }

  #withPredecessors(options: MutantRunOptions): MutantRunOptions {
    const needy = (options.testFilter ?? []).filter((id) => this.#alone.get(id) === false);
    if (needy.length === 0) return options;
    const order = this.#readOrder();
    return {
      ...options,
      testFilter: [...new Set([...needy.flatMap((id) => order[id] ?? []), ...(options.testFilter ?? [])])],
    };
  }

  #writeOrder(ids: readonly string[]): void {
    if (this.options.visageOrderFile === undefined) return;
    const inFile = (id: string): string => id.slice(0, id.indexOf('#'));
    const order: Predecessors = Object.fromEntries(
      ids.map((id, place) => [id, ids.slice(0, place).filter((other) => inFile(other) === inFile(id))]),
    );
    writeFileSync(this.options.visageOrderFile, JSON.stringify(order));
  }

  #readOrder(): Predecessors {
    return this.options.visageOrderFile === undefined
      ? {}
      : (JSON.parse(readFileSync(this.options.visageOrderFile, 'utf8')) as Predecessors);
  }
}

/** No mutant has this number. */
const NO_MUTANT = 'none';

function killed({ testFilter }: MutantRunOptions, failureMessage: string): MutantRunResult {
  return {
    status: MutantRunStatus.Killed,
    killedBy: testFilter?.slice(0, 1) ?? [],
    failureMessage,
    nrOfTests: 1,
  };
}

export function createMutantRunner(injector: Injector<PluginContext>): TestRunner {
  const [plugin] = strykerPlugins;
  if (!plugin) throw new Error('@stryker-mutator/vitest-runner has no runner');
  const options: MutationOptions = injector.resolve(commonTokens.options);
  return new MutantRunner(plugin.factory(injector), options);
}
createMutantRunner.inject = tokens(commonTokens.injector);
