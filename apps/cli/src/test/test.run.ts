/** @module Runs the steps and adds up what they found. */

import { eachConcurrently } from '../each.concurrently.js';
import { childEnvironment, readEnvironment } from '../env.js';
import { style } from '../terminal.style.js';
import { provideChromium } from './chromium.js';
import { hasSucceeded, sum, summaryLine, type TestCount } from './test.count.js';
import type { TestGroup, TestStep } from './test.step.js';
import { TEST_STEPS } from './test.steps.js';

/** Steps at a time: a step keeps about one core busy, or shares out two itself. */
const SIDE_BY_SIDE = 2;

/** @returns 0 when everything passed and something ran. */
export async function runTests(only: TestGroup | undefined): Promise<number> {
  const rows = TEST_STEPS.map((row) => row.filter((step) => only === undefined || step.group === only));
  const browser = rows.flat().some((step) => step.group === 'e2e')
    ? await provideChromium(readEnvironment().CHROMIUM_PATH, say)
    : undefined;
  const env = childEnvironment({ CHROMIUM_PATH: browser });
  const counts: TestCount[] = [];
  for (const row of rows) {
    const work = async (step: TestStep): Promise<void> => void counts.push(await runStep(step, env, row.length > 1));
    await eachConcurrently(row, SIDE_BY_SIDE, work);
  }
  const total = sum(counts);
  say(`\n${summaryLine(total)}`);
  return hasSucceeded(total) ? 0 : 1;
}

/** @param hold the output back until the step has ended, so that it does not mix with another's */
async function runStep(step: TestStep, env: Record<string, string>, hold: boolean): Promise<TestCount> {
  const started = performance.now();
  const title = `\n${style('bold', `== ${step.title}`)}`;
  const held: Buffer[] = [];
  if (!hold) say(title);
  const count = await step.run(env, hold ? (output) => held.push(output) : undefined);
  if (hold) say(`${title}\n${Buffer.concat(held).toString()}`.trimEnd());
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${count.failed === 0 ? style('green', '✓') : style('red', '✗')} ${step.title} (${seconds} s)`);
  return count;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
