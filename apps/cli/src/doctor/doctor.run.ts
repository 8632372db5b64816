/** @module Runs every check and prints one line for each. */

import { readEnvironment } from '../env.js';
import { style } from '../terminal.style.js';
import { dataFolder } from '../up/data.folder.js';
import { browserCheck } from './browser.check.js';
import { missing, reasonOf, type Check, type CheckResult } from './doctor.check.js';
import { modelCheck } from './model.check.js';
import { sharpCheck } from './native.check.js';
import { installationCheck, nodeCheck } from './node.check.js';
import { runtimeCheck } from './runtime.check.js';
import { postgresCheck, redisCheck } from './server.check.js';
import { dataCheck, portCheck } from './space.check.js';

const MARKS = { ok: style('green', '✓'), optional: style('yellow', '–'), missing: style('red', '✗') };
const TITLE_WIDTH = 24;

/** @returns 1 when something needed is missing, else 0. */
export async function runDoctor(data: string | undefined): Promise<number> {
  const environment = readEnvironment();
  const folder = dataFolder(data);
  return runChecks([
    nodeCheck,
    installationCheck,
    sharpCheck,
    runtimeCheck,
    modelCheck(environment),
    postgresCheck(environment),
    redisCheck(environment),
    dataCheck(folder),
    portCheck(folder, environment.PORT),
    browserCheck(environment),
  ]);
}

/** Every check runs, whatever the others find. */
export async function runChecks(
  checks: readonly Check[],
  out: { write(text: string): unknown } = process.stdout,
): Promise<number> {
  let failed = 0;
  for (const check of checks) {
    const result = await check
      .run()
      .catch((error: unknown) => missing(reasonOf(error), 'this check itself failed'));
    if (result.status === 'missing') failed += 1;
    out.write(render(check.title, result));
  }
  out.write(
    failed === 0
      ? '\nEverything needed is here.\n'
      : `\n${failed} needed ${failed === 1 ? 'thing is' : 'things are'} missing.\n`,
  );
  return failed === 0 ? 0 : 1;
}

function render(title: string, result: CheckResult): string {
  const line = `${MARKS[result.status]} ${title.padEnd(TITLE_WIDTH)}${result.detail}\n`;
  return result.status === 'ok' || result.remedy === undefined
    ? line
    : `${line}${' '.repeat(TITLE_WIDTH + 2)}→ ${result.remedy}\n`;
}
