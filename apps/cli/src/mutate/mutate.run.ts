/** @module Runs Stryker on a copy of the clone, an area after the other. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { applyMigrations } from '@visage/database/migration.runner';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { CommandError } from '../command.error.js';
import { EXIT_USAGE } from '../command.exit.js';
import { childEnvironment } from '../env.js';
import { inRepository, repositoryFolder } from '../repository.folder.js';
import { style } from '../terminal.style.js';
import { isIn, MUTATION_AREAS, slugOf, sourcesOf, testsOf, type MutationArea } from './mutation.areas.js';
import { STRYKER_CONFIG, strykerConfig, VITEST_CONFIG, vitestConfig, type AreaRun } from './mutation.config.js';
import { mutationReportSchema, readResult, scoreOf, survivorLine, withoutUntested, type AreaResult } from './mutation.report.js';
import { saveResult } from './mutation.table.js';
import { bringUpToDate } from './mutation.workspace.js';

export interface MutateOptions {
  /** A folder or file; everything when there is none. */
  target?: string;
  /** How many mutants of an area are tested; all when there is none. */
  sample?: number;
  seed: string;
  concurrency: number;
  list: boolean;
  save: boolean;
  force: boolean;
}

/** Ignored by git, and kept from run to run. */
const HOME = inRepository('.cache', 'mutate');

/** @returns 0 when every area that was tested in whole reached its goal. */
export async function mutate(options: MutateOptions): Promise<number> {
  const copy = join(HOME, 'clone');
  await mkdir(copy, { recursive: true });
  const files = await bringUpToDate(repositoryFolder, copy);
  const place = options.target === undefined ? '' : relative(repositoryFolder, resolve(options.target));
  const runs = MUTATION_AREAS.map((area) => planOf(area, files, place, options)).filter((run) => run.sources.length > 0);
  if (runs.length === 0) throw new CommandError(`visage mutate: no code to judge in ${options.target ?? 'the clone'}`, EXIT_USAGE);
  const scratch = await mkdtemp(join(tmpdir(), 'visage-mutate-'));
  const database = await openServer(join(scratch, 'postgres'));
  let missed = 0;
  try {
    for (const run of runs) {
      say(`\n${style('bold', `== ${run.area.name}`)}: ${run.sources.length} files, judged by ${run.tests.length} files of tests`);
      const provided = { databaseTemplate: database.url, scratch: join(scratch, 'tests') };
      await writeFile(join(copy, VITEST_CONFIG), vitestConfig(run, files.filter((file) => /[.]test[.]tsx?$/.test(file)), provided));
      await writeFile(join(copy, STRYKER_CONFIG), JSON.stringify(strykerConfig(run), null, 2));
      const result = await runArea(run, copy, options);
      await clearAway(join(scratch, 'tests'));
      tell(run.area, result, options);
      const isWhole = place === '' || run.sources.length === sourcesOf(run.area, files).length;
      if (isWhole && (scoreOf(result.count) ?? 100) < run.area.goal) missed += 1;
      if (options.save && isWhole) await saveResult(run.area, result, options.sample === undefined ? undefined : options);
    }
  } finally {
    await clearAway(join(scratch, 'tests'));
    await database.stop();
    await rm(scratch, { recursive: true, force: true });
  }
  return missed === 0 ? 0 : 1;
}

/** One Postgres with a migrated database to copy, for the tests of all runs: it outlives those that are killed for hanging. */
async function openServer(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  await applyMigrations(server.url, inRepository('prisma', 'migrations'));
  return server;
}

function planOf(area: MutationArea, files: string[], place: string, { sample, seed, concurrency }: MutateOptions): AreaRun {
  const of = (end: string): string => join(HOME, `${slugOf(area)}.${end}.json`);
  return {
    area,
    sources: sourcesOf(area, files).filter((file) => isIn(file, [place])),
    tests: testsOf(area, files),
    concurrency,
    incrementalFile: of('incremental'),
    reportFile: of('report'),
    ...(sample === undefined ? {} : { sample: { size: sample, seed, file: of('sample') } }),
  };
}

async function runArea(run: AreaRun, copy: string, { force }: MutateOptions): Promise<AreaResult> {
  await rm(run.reportFile, { force: true });
  const require = createRequire(import.meta.url);
  const program = require.resolve('@stryker-mutator/core/package.json').replace(/package[.]json$/, 'bin/stryker.js');
  const code = await new Promise<number>((resolve, reject) => {
    const args = [program, 'run', STRYKER_CONFIG, ...(force ? ['--force'] : [])];
    const child = spawn(process.execPath, args, { cwd: copy, env: childEnvironment({}), stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  const text = await readFile(run.reportFile, 'utf8').catch(() => undefined);
  if (code !== 0 || text === undefined) throw new CommandError(`Stryker ended with ${code} for ${run.area.name}`);
  const report = mutationReportSchema.loose().parse(JSON.parse(text));
  await writeFile(run.incrementalFile, JSON.stringify(withoutUntested(report)));
  const asked = new Set(run.sources);
  const sample = run.sample && new Set(JSON.parse(await readFile(run.sample.file, 'utf8')) as string[]);
  return readResult(report, (file, id) => asked.has(file) && (!sample || sample.has(id)));
}

function tell({ name, goal }: MutationArea, { count, survivors }: AreaResult, { list }: MutateOptions): void {
  const score = scoreOf(count);
  const { killed, timedOut, survived, uncovered } = count;
  const reached = score === undefined || score >= goal;
  const parts = `${killed} killed, ${timedOut} timed out, ${survived} survived, ${uncovered} without a test`;
  say(`${style(reached ? 'green' : 'red', reached ? '✓' : '✗')} ${name}: ${score?.toFixed(1) ?? '-'} % of ${goal} % (${parts})`);
  if (list) for (const survivor of survivors) say(survivorLine(survivor));
}

/** Servers that work in the scratch folder have outlived the run that started them. */
async function clearAway(scratch: string): Promise<void> {
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (!folder.startsWith(`${scratch}/`)) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
