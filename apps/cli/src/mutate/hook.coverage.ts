/** @module Which tests judge code that ran in hooks around the tests of a file: nobody's test by itself, and yet what they stand on. */

/** Stands in the place of a test's name for everything around the tests of a file. */
export const AROUND = ' around the tests';

/** How often each mutant's place was passed, by mutant. */
type Hits = Record<string, number>;

interface JudgingTest {
  id: string;
  timeSpentMs: number;
}

/** Files whose tests judge a place that the hooks of many files pass; the quickest are asked. */
const FILES = 3;

/**
 * Gives what the hooks of a file passed to that file's tests.
 * @param perTest by `file#name of the test`, or `file#` and AROUND
 */
export function attributeHooks(perTest: Record<string, Hits>, tests: readonly JudgingTest[]): Record<string, Hits> {
  const result: Record<string, Hits> = {};
  const passedBy = new Map<string, string[]>();
  for (const [id, hits] of Object.entries(perTest)) {
    if (!id.endsWith(`#${AROUND}`)) result[id] = { ...hits };
    else for (const mutant of Object.keys(hits)) passedBy.set(mutant, [...(passedBy.get(mutant) ?? []), fileOf(id)]);
  }
  const testsByFile = new Map<string, JudgingTest[]>();
  for (const test of tests) testsByFile.set(fileOf(test.id), [...(testsByFile.get(fileOf(test.id)) ?? []), test]);
  const timeOf = (file: string): number => (testsByFile.get(file) ?? []).reduce((sum, test) => sum + test.timeSpentMs, 0);
  for (const [mutant, files] of passedBy) {
    const judges = files.filter((file) => testsByFile.has(file)).sort((a, b) => timeOf(a) - timeOf(b));
    for (const file of judges.slice(0, FILES)) {
      for (const { id } of testsByFile.get(file) ?? []) (result[id] ??= {})[mutant] ??= perTest[`${file}#${AROUND}`]?.[mutant] ?? 1;
    }
  }
  return result;
}

function fileOf(id: string): string {
  return id.slice(0, id.indexOf('#'));
}
