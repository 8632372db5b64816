/**
 * @module Which tests judge a fault: those that reach its place, within reason, and those that depend on hooks that
 * do.
 */

/** Stands in for a test's name: everything around the tests of a file. */
export const AROUND = ' around the tests';

/** How often each mutant's place was reached, by mutant. */
type Hits = Record<string, number>;

interface Judge {
  id: string;
  timeSpentMs: number;
}

/**
 * Number of files whose hooks reach a place and whose tests are therefore run: if tests reach it as well, and if none
 * does.
 */
const HOOKS_BESIDE_TESTS = 1;
const HOOKS_ALONE = 3;

/** Mutants are numbered in the order of the code, so those with close numbers are close to each other. */
const SURROUNDINGS = 20;

/**
 * Chooses the tests of each mutant.
 * @param perTest by `file#name of the test`, or `file#` and AROUND: what a file's hooks reach belongs to none of its
 * tests
 * @param mostFiles if tests of more files reach a mutant, those that reach most of its surroundings judge it
 */
export function chooseJudges(
  perTest: Record<string, Hits>,
  tests: readonly Judge[],
  mostFiles = Infinity,
): Record<string, Hits> {
  const testsByFile = groupBy(tests, ({ id }) => fileOf(id));
  const timeOf = new Map(
    [...testsByFile].map(([file, judges]) => [
      file,
      judges.reduce((sum, { timeSpentMs }) => sum + timeSpentMs, 0),
    ]),
  );
  const entries = Object.entries(perTest).flatMap(([id, hits]) =>
    Object.keys(hits).map((mutant) => ({ id, mutant, file: fileOf(id) })),
  );
  const [around, own] = [entries.filter(({ id }) => isAround(id)), entries.filter(({ id }) => !isAround(id))];
  const passedBy = new Map(
    [...groupBy(own, ({ file }) => file)].map(([file, passed]) => [
      file,
      new Set(passed.map(({ mutant }) => Number(mutant))),
    ]),
  );
  const result: Record<string, Hits> = {};
  const add = (id: string, mutant: string, hits: number): void => void ((result[id] ??= {})[mutant] ??= hits);

  const ownByMutant = groupBy(own, ({ mutant }) => mutant);
  for (const [mutant, passing] of ownByMutant) {
    const files = [...new Set(passing.map(({ file }) => file))];
    const chosen = new Set(
      files.length > mostFiles ? knowingBest(files, Number(mutant), passedBy).slice(0, mostFiles) : files,
    );
    for (const { id, file } of passing) if (chosen.has(file)) add(id, mutant, perTest[id]?.[mutant] ?? 1);
  }
  for (const [mutant, passing] of groupBy(around, ({ mutant }) => mutant)) {
    const files = passing.map(({ file }) => file).filter((file) => testsByFile.has(file));
    files.sort((a, b) => (timeOf.get(a) ?? 0) - (timeOf.get(b) ?? 0));
    for (const file of files.slice(0, ownByMutant.has(mutant) ? HOOKS_BESIDE_TESTS : HOOKS_ALONE)) {
      for (const { id } of testsByFile.get(file) ?? [])
        add(id, mutant, perTest[`${file}#${AROUND}`]?.[mutant] ?? 1);
    }
  }
  return quickest(result, tests);
}

/** The quickest tests of a mutant, as long as together they take no longer than this share; at least one. */
const SHARE_OF_TIME = 0.1;
const LEAST_MS = 20_000;

function quickest(perTest: Record<string, Hits>, tests: readonly Judge[]): Record<string, Hits> {
  const most = Math.max(
    LEAST_MS,
    SHARE_OF_TIME * tests.reduce((sum, { timeSpentMs }) => sum + timeSpentMs, 0),
  );
  const spent = new Map<string, number>();
  const result: Record<string, Hits> = {};
  for (const { id, timeSpentMs } of [...tests].sort((a, b) => a.timeSpentMs - b.timeSpentMs)) {
    for (const [mutant, hits] of Object.entries(perTest[id] ?? {})) {
      const before = spent.get(mutant);
      if (before !== undefined && before + timeSpentMs > most) continue;
      spent.set(mutant, (before ?? 0) + timeSpentMs);
      (result[id] ??= {})[mutant] = hits;
    }
  }
  return result;
}

function knowingBest(
  files: readonly string[],
  mutant: number,
  passedBy: ReadonlyMap<string, ReadonlySet<number>>,
): string[] {
  const known = (file: string): number => {
    const passed = passedBy.get(file);
    let count = 0;
    for (let near = mutant - SURROUNDINGS; near <= mutant + SURROUNDINGS; near += 1)
      if (passed?.has(near)) count += 1;
    return count;
  };
  return files
    .map((file) => ({ file, known: known(file) }))
    .sort((a, b) => b.known - a.known)
    .map(({ file }) => file);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function isAround(id: string): boolean {
  return id.endsWith(`#${AROUND}`);
}

function fileOf(id: string): string {
  return id.slice(0, id.indexOf('#'));
}
