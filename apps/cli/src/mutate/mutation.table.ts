/** @module The table of `benchmarks/mutation/README.md`, and the lists of survivors beside it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { inRepository } from '../repository.folder.js';
import { MUTATION_AREAS, slugOf, type MutationArea } from './mutation.areas.js';
import { scoreOf, survivorLine, type AreaResult } from './mutation.report.js';

const FOLDER = inRepository('benchmarks', 'mutation');
const BEGIN = '<!-- table -->';
const END = '<!-- end of the table -->';

const scoreSchema = z.object({
  killed: z.number(),
  timedOut: z.number(),
  survived: z.number(),
  uncovered: z.number(),
  /** Seed of the random draw; absent if all mutants are tested. */
  seed: z.string().optional(),
});
const scoresSchema = z.record(z.string(), scoreSchema);

export type AreaScores = z.infer<typeof scoresSchema>;

/** Writes the result of an area into the repository; what is known of the others stays. */
export async function saveResult(
  area: MutationArea,
  { count, survivors }: AreaResult,
  sample?: { seed: string },
  folder = FOLDER,
): Promise<void> {
  await mkdir(join(folder, 'survivors'), { recursive: true });
  const file = join(folder, 'scores.json');
  const known = scoresSchema.parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
  const scores = { ...known, [area.name]: { ...count, ...(sample ? { seed: sample.seed } : {}) } };
  await writeFile(file, `${JSON.stringify(scores, null, 2)}\n`);
  await writeFile(
    join(folder, 'survivors', `${slugOf(area)}.txt`),
    survivors.map((survivor) => `${survivorLine(survivor)}\n`).join(''),
  );
  const page = join(folder, 'README.md');
  await writeFile(
    page,
    withTable(await readFile(page, 'utf8').catch(() => `${BEGIN}\n${END}\n`), tableOf(scores)),
  );
}

export function tableOf(scores: AreaScores): string {
  const rows = MUTATION_AREAS.flatMap(({ name, goal }) => {
    const found = scores[name];
    if (!found) return [];
    const { killed, timedOut, survived, uncovered, seed } = found;
    const tested = `${killed + timedOut + survived + uncovered}${seed === undefined ? '' : ' (sample)'}`;
    const score = scoreOf(found)?.toFixed(1) ?? '-';
    return [
      `| ${[name, tested, killed, timedOut, survived, uncovered, `${score} %`, `${goal} %`].join(' | ')} |`,
    ];
  });
  const head = ['area', 'mutants', 'killed', 'timed out', 'survived', 'no coverage', 'score', 'goal'];
  return [`| ${head.join(' | ')} |`, `| --- |${' ---: |'.repeat(head.length - 1)}`, ...rows].join('\n');
}

/** The page with a new table between its markers. */
export function withTable(page: string, table: string): string {
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before)
    throw new Error(`the page has no place for the table (${BEGIN} … ${END})`);
  return `${page.slice(0, before)}${BEGIN}\n\n${table}\n\n${page.slice(after)}`;
}
