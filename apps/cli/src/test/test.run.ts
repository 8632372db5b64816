/** @module Runs the steps and adds up what they found. */

import { childEnvironment, readEnvironment } from '../env.js';
import { style } from '../terminal.style.js';
import { provideChromium } from './chromium.js';
import { hasSucceeded, sum, summaryLine, type TestCount } from './test.count.js';
import type { TestGroup } from './test.step.js';
import { TEST_STEPS } from './test.steps.js';

/** @returns 0 when everything passed and something ran. */
export async function runTests(only: TestGroup | undefined): Promise<number> {
  const steps = TEST_STEPS.filter((step) => only === undefined || step.group === only);
  const browser = steps.some((step) => step.group === 'e2e')
    ? await provideChromium(readEnvironment().CHROMIUM_PATH, say)
    : undefined;
  const env = childEnvironment({ CHROMIUM_PATH: browser });
  const counts: TestCount[] = [];
  for (const step of steps) {
    const started = performance.now();
    say(`\n${style('bold', `== ${step.title}`)}`);
    const count = await step.run(env);
    counts.push(count);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`${count.failed === 0 ? style('green', '✓') : style('red', '✗')} ${step.title} (${seconds} s)`);
  }
  const total = sum(counts);
  say(`\n${summaryLine(total)}`);
  return hasSucceeded(total) ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
