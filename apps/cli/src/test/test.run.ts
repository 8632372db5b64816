/** @module Runs the steps, once or several times, and adds up their results. */

import { eachConcurrently } from '../each.concurrently.js';
import { childEnvironment, readEnvironment } from '../env.js';
import { style } from '../terminal.style.js';
import { keepBusy } from './busy.load.js';
import { provideChromium } from './chromium.js';
import { hasSucceeded, sum, summaryLine, type TestReport } from './test.report.js';
import type { TestGroup, TestStep } from './test.step.js';
import { TEST_STEPS } from './test.steps.js';
import { flakinessLines } from './test.flakiness.js';

/** Steps run in parallel: a step keeps about one core busy, or divides two by itself. */
const SIDE_BY_SIDE = 2;

export interface TestChoice {
  only?: TestGroup | undefined;
  /** Parts of paths of test files; all if empty. */
  files?: readonly string[];
  /** How many times everything runs, one run after the other. */
  repeat?: number;
  /** Number of processes that keep a core busy meanwhile. */
  busy?: number;
  /** Number and choice of the random sequences that each model test plays. */
  runs?: number;
  seed?: number;
}

/** @returns 0 when everything passed every time and something ran. */
export async function runTests({
  only,
  files = [],
  repeat = 1,
  busy = 0,
  runs: sequences,
  seed,
}: TestChoice): Promise<number> {
  const isMeant = (step: TestStep): boolean =>
    (only === undefined || step.group === only) && (files.length === 0 || step.takesFiles);
  const rows = TEST_STEPS.map((row) => row.filter(isMeant));
  // fetched, where there is none, while the steps before run
  const browser = rows.flat().some(isInBrowser)
    ? provideChromium(readEnvironment().CHROMIUM_PATH, say)
    : undefined;
  const env = childEnvironment({
    ...(sequences !== undefined && { VISAGE_MODEL_RUNS: String(sequences) }),
    ...(seed !== undefined && { VISAGE_MODEL_SEED: String(seed) }),
  });
  const runs: TestReport[] = [];
  const stopLoad = keepBusy(busy);
  try {
    for (let run = 1; run <= repeat; run += 1) {
      if (repeat > 1) say(`\n${style('bold', `=== Run ${run} of ${repeat}`)}`);
      const report = await runRows(rows, { env, browser }, files);
      runs.push(report);
      if (repeat > 1) say(`\nRun ${run} of ${repeat}: ${summaryLine(report.count)}`);
    }
  } finally {
    stopLoad();
  }
  if (repeat > 1) say(`\n${flakinessLines(runs.map(({ failures }) => failures)).join('\n')}`);
  const total = sum(runs.map(({ count }) => count));
  say(`\n${summaryLine(total)}`);
  return hasSucceeded(total) ? 0 : 1;
}

const isInBrowser = ({ group, takesFiles }: TestStep): boolean => group === 'e2e' && takesFiles;

interface TestGround {
  env: Record<string, string>;
  /** Path of Chromium, once it is there. */
  browser: Promise<string | undefined> | undefined;
}

async function runRows(
  rows: readonly (readonly TestStep[])[],
  { env, browser }: TestGround,
  files: readonly string[],
): Promise<TestReport> {
  const reports: TestReport[] = [];
  for (const row of rows) {
    const work = async (step: TestStep): Promise<void> => {
      const path = isInBrowser(step) ? await browser : undefined;
      const own = path === undefined ? env : { ...env, CHROMIUM_PATH: path };
      reports.push(await runStep(step, own, { files, hold: row.length > 1 }));
    };
    await eachConcurrently(row, SIDE_BY_SIDE, work);
  }
  return {
    count: sum(reports.map(({ count }) => count)),
    failures: reports.flatMap(({ failures }) => failures),
  };
}

interface StepChoice {
  files: readonly string[];
  /** Hold the output back until the step has ended, so that it does not mix with another's. */
  hold: boolean;
}

async function runStep(
  step: TestStep,
  env: Record<string, string>,
  { files, hold }: StepChoice,
): Promise<TestReport> {
  const started = performance.now();
  const title = `\n${style('bold', `== ${step.title}`)}`;
  const held: Buffer[] = [];
  if (!hold) say(title);
  const report = await step.run(env, { files, show: hold ? (output) => held.push(output) : undefined });
  if (hold) say(`${title}\n${Buffer.concat(held).toString()}`.trimEnd());
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${report.count.failed === 0 ? style('green', '✓') : style('red', '✗')} ${step.title} (${seconds} s)`);
  return report;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
