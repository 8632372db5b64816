/** @module The configuration of Stryker and Vitest for one area. */
import { fileURLToPath } from 'node:url';
import type { MutationArea } from './mutation.areas.js';
import type { SampleOptions } from './mutant.runner.js';

/** Names inside the copy. */
export const STRYKER_CONFIG = 'stryker.config.json';
export const VITEST_CONFIG = 'vitest.mutation.config.ts';
export const PROPERTY_SETUP = 'property.setup.ts';

/** Property tests draw the same cases each time, and do not shrink failures, which takes longest of all. */
export const propertySetup =
  "import fc from 'fast-check';\n\nfc.configureGlobal({ seed: 1, endOnFailure: true });\n";

/** Instrumented tests run slower; Stryker knows how long each takes, and ends a run that takes much longer. */
const TEST_TIMEOUT_MS = 600_000;

export interface AreaRun {
  area: MutationArea;
  sources: readonly string[];
  tests: readonly string[];
  concurrency: number;
  incrementalFile: string;
  reportFile: string;
  orderFile: string;
  sample?: SampleOptions;
}

/** How much longer than three times its tests a run may take: many things may run on the machine. */
const TIMEOUT_MS = 30_000;

export function strykerConfig({
  area,
  sources,
  concurrency,
  incrementalFile,
  reportFile,
  orderFile,
  sample,
}: AreaRun) {
  return {
    plugins: [compiled('./stryker.plugin.js')],
    testRunner: 'visage',
    vitest: { configFile: VITEST_CONFIG, related: false },
    mutate: sources,
    mutator: { excludedMutations: area.prose ? [] : ['StringLiteral'] },
    ignorers: ['visage-prose'],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    // the copy exists for this, and is restored before the next run
    inPlace: true,
    disableTypeChecks: false,
    tempDirName: '.stryker-tmp',
    cleanTempDir: 'always',
    incremental: true,
    incrementalFile,
    concurrency,
    timeoutMS: TIMEOUT_MS,
    timeoutFactor: 3,
    dryRunTimeoutMinutes: 60,
    reporters: ['progress-append-only', 'json', ...(sample ? ['visage-sample'] : [])],
    jsonReporter: { fileName: reportFile },
    checkers: sample ? ['visage-sample'] : [],
    visageOrderFile: orderFile,
    ...(sample ? { visageSample: sample } : {}),
    ...(area.mostFiles === undefined ? {} : { visageMostFiles: area.mostFiles }),
    logLevel: 'warn',
    allowConsoleColors: false,
  };
}

/** The clone's own configuration, but only for the tests of the area, on servers that already run. */
export function vitestConfig(
  { tests }: AreaRun,
  allTests: readonly string[],
  provided: Record<string, string | number>,
): string {
  const asked = new Set(tests);
  const skipped = allTests.filter((test) => !asked.has(test));
  return `import { configDefaults } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import base from './vitest.config.ts';

/** The quickest files first: the first test that fails ends a run. */
class QuickestFirst extends BaseSequencer {
  async sort(files) {
    return (await super.sort(files)).reverse();
  }
}

const skipped = ${JSON.stringify(skipped)};
export default {
  test: {
    sequence: { sequencer: QuickestFirst },
    provide: ${JSON.stringify(provided)},
    projects: base.test.projects.map((project) => ({
      ...project,
      test: {
        ...project.test,
        globalSetup: [],
        testTimeout: ${TEST_TIMEOUT_MS},
        hookTimeout: ${TEST_TIMEOUT_MS},
        provide: ${JSON.stringify(provided)},
        setupFiles: ${JSON.stringify([compiled('./mutant.setup.js'), `./${PROPERTY_SETUP}`])},
        exclude: [...(project.test.exclude ?? configDefaults.exclude), ...skipped],
      },
    })),
  },
};
`;
}

function compiled(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
