/** @module Runs Stryker on a copy of the clone, one area after the other. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { CommandError } from '../command.error.js';
import { EXIT_INTERRUPTED, EXIT_USAGE } from '../command.exit.js';
import { childEnvironment } from '../env.js';
import { inRepository, repositoryFolder } from '../repository.folder.js';
import { style } from '../terminal.style.js';
import { DataFolderBusyError, takeDataLock } from '../up/data.lock.js';
import { isIn, MUTATION_AREAS, slugOf, sourcesOf, testsOf, type MutationArea } from './mutation.areas.js';
import {
  PROPERTY_SETUP,
  propertySetup,
  STRYKER_CONFIG,
  strykerConfig,
  VITEST_CONFIG,
  vitestConfig,
  type AreaRun,
} from './mutation.config.js';
import {
  mutationReportSchema,
  readResult,
  scoreOf,
  survivorLine,
  withoutUntested,
  type AreaResult,
} from './mutation.report.js';
import { saveResult } from './mutation.table.js';
import { bringUpToDate } from './mutation.workspace.js';

export interface MutateOptions {
  /** A folder or file, or the name of an area; everything if absent. */
  target?: string;
  /** How many mutants of an area are tested; all if absent. */
  sample?: number;
  seed: string;
  concurrency: number;
  list: boolean;
  save: boolean;
  force: boolean;
}

/** Ignored by git, and kept from run to run. */
const HOME = inRepository('.cache', 'mutate');
const COPY = join(HOME, 'clone');
/** Contains the name of the folder for temporary files, of the run in progress or of one that was killed. */
const SCRATCH = join(HOME, 'scratch');

/**
 * The longest that tests wait for something: many faults prevent something from happening, and their tests would only
 * wait.
 */
const PATIENCE_MS = 15_000;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** @returns 0 when every area that was tested completely reached its goal. */
export async function mutate(options: MutateOptions): Promise<number> {
  await mkdir(HOME, { recursive: true });
  const lock = await takeDataLock(join(HOME, 'lock')).catch((error: unknown) => {
    if (!(error instanceof DataFolderBusyError)) throw error;
    throw new CommandError(`another visage mutate is running (process ${error.pid})`);
  });
  try {
    return await mutateAreas(options);
  } finally {
    lock.release();
  }
}

async function mutateAreas(options: MutateOptions): Promise<number> {
  await clearAway((await readIfPresent(SCRATCH))?.trim());
  await mkdir(COPY, { recursive: true });
  const files = await bringUpToDate(repositoryFolder, COPY);
  const named = MUTATION_AREAS.find(({ name }) => name === options.target);
  const place =
    named || options.target === undefined ? '' : relative(repositoryFolder, resolve(options.target));
  const runs = (named ? [named] : MUTATION_AREAS)
    .map((area) => planOf(area, files, place, options))
    .filter((run) => run.sources.length > 0);
  if (runs.length === 0)
    throw new CommandError(`there is no code to judge in ${options.target ?? 'the clone'}`, EXIT_USAGE);
  const scratch = await mkdtemp(join(tmpdir(), 'visage-mutate-'));
  await writeFile(SCRATCH, scratch);
  await writeFile(join(COPY, PROPERTY_SETUP), propertySetup);
  const tests = files.filter((file) => /[.]test[.]tsx?$/.test(file));
  let missed = 0;
  try {
    const database = await openServer(join(scratch, 'postgres'));
    const provided = {
      databaseTemplate: database.url,
      scratch: join(scratch, 'tests'),
      patienceMs: PATIENCE_MS,
    };
    for (const run of runs) {
      say(
        `\n${style('bold', `== ${run.area.name}`)}: ${run.sources.length} files, judged by ${run.tests.length} test files`,
      );
      await writeFile(join(COPY, VITEST_CONFIG), vitestConfig(run, tests, provided));
      await writeFile(join(COPY, STRYKER_CONFIG), JSON.stringify(strykerConfig(run), null, 2));
      const result = await runArea(run, options);
      tell(run.area, result, options);
      const isWhole = run.sources.length === sourcesOf(run.area, files).length;
      if (isWhole && (scoreOf(result.count) ?? 100) < run.area.goal) missed += 1;
      if (options.save && isWhole)
        await saveResult(run.area, result, options.sample === undefined ? undefined : options);
      await endProcessesIn(join(scratch, 'tests'));
    }
    await database.stop();
  } finally {
    await clearAway(scratch);
  }
  return missed === 0 ? 0 : 1;
}

/**
 * One Postgres with a migrated database to copy, for the tests of all runs: it outlives those that are killed for
 * hanging.
 */
async function openServer(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  await applyMigrations(server.url, inRepository('prisma', 'migrations'));
  return server;
}

function planOf(
  area: MutationArea,
  files: string[],
  place: string,
  { sample, seed, concurrency }: MutateOptions,
): AreaRun {
  const of = (end: string): string => join(HOME, `${slugOf(area)}.${end}.json`);
  return {
    area,
    sources: sourcesOf(area, files).filter((file) => isIn(file, [place])),
    tests: testsOf(area, files),
    concurrency,
    incrementalFile: of('incremental'),
    reportFile: of('report'),
    orderFile: of('order'),
    ...(sample === undefined ? {} : { sample: { size: sample, seed, file: of('sample') } }),
  };
}

async function runArea(run: AreaRun, { force }: MutateOptions): Promise<AreaResult> {
  await rm(run.reportFile, { force: true });
  const code = await runStryker(['run', STRYKER_CONFIG, ...(force ? ['--force'] : [])]);
  const text = await readIfPresent(run.reportFile);
  if (code !== 0 || text === undefined) throw new CommandError(`${run.area.name} was not tested completely`);
  const report = mutationReportSchema.loose().parse(JSON.parse(text));
  await writeFile(run.incrementalFile, JSON.stringify(withoutUntested(report)));
  const asked = new Set(run.sources);
  const sample = run.sample && new Set(JSON.parse(await readFile(run.sample.file, 'utf8')) as string[]);
  return readResult(report, (file, id) => asked.has(file) && (!sample || sample.has(id)));
}

/** Stryker reverts its changes when it is interrupted; whoever interrupts this command means both. */
async function runStryker(args: string[]): Promise<number> {
  const require = createRequire(import.meta.url);
  const program = join(dirname(require.resolve('@stryker-mutator/core/package.json')), 'bin', 'stryker.js');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: COPY,
    env: childEnvironment({}),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? EXIT_INTERRUPTED));
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}

function tell({ name, goal }: MutationArea, { count, survivors }: AreaResult, { list }: MutateOptions): void {
  const score = scoreOf(count);
  const { killed, timedOut, survived, uncovered } = count;
  const reached = score === undefined || score >= goal;
  const parts = `${killed} killed, ${timedOut} timed out, ${survived} survived, ${uncovered} without a test`;
  say(
    `${style(reached ? 'green' : 'red', reached ? '✓' : '✗')} ${name}: ${score?.toFixed(1) ?? '-'} % of ${goal} % (${parts})`,
  );
  if (list) for (const survivor of survivors) say(survivorLine(survivor));
}

/** Ends what a run has left behind, and removes its temporary files. */
async function clearAway(scratch: string | undefined): Promise<void> {
  await endProcessesIn(COPY);
  if (!scratch) return;
  await endProcessesIn(scratch);
  await rm(scratch, { recursive: true, force: true });
}

/** Processes that work in the folder were started by tests, or run them. */
async function endProcessesIn(folder: string): Promise<void> {
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const works = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (!isIn(works, [folder])) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // already exited
    }
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
