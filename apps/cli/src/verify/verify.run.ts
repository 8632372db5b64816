/** @module Compares two photos, or the pairs of a list. */
import { LikenessSpace } from '@visage/clustering/search/likeness.space';
import { CommandError } from '../command.error.js';
import { EXIT_UNREADABLE, EXIT_USAGE } from '../command.exit.js';
import { openVision, type VisionSession } from '../models/vision.session.js';
import { FaceCache } from './face.cache.js';
import { readPairs } from './pair.file.js';
import { comparePairs, type CompareSettings, type Verdict } from './pair.compare.js';

export interface VerifyOptions {
  /** Likeness, -1..1. */
  threshold?: number;
  model?: string;
  secondOpinion?: string;
  pairs?: string;
  threads?: number;
  json?: boolean;
}

/** Returns the exit code. @throws CommandError on arguments that do not fit together. */
export async function verifyCommand(
  a: string | undefined,
  b: string | undefined,
  options: VerifyOptions,
): Promise<number> {
  if (options.pairs === undefined && (a === undefined || b === undefined)) {
    throw new CommandError('Give two photos, or --pairs <tsv>.', EXIT_USAGE);
  }
  if (options.pairs !== undefined && a !== undefined) {
    throw new CommandError('Give two photos or --pairs, not both.', EXIT_USAGE);
  }
  try {
    const vision = await openVision({ ...options, notice: (text) => process.stderr.write(`${text}\n`) });
    try {
      if (options.pairs !== undefined) return await verifyPairs(options.pairs, vision, options.json === true);
      return await verifyTwo(a ?? '', b ?? '', vision, options.json === true);
    } finally {
      await vision.close();
    }
  } catch (error) {
    // 1 would say "different", so any failure here is 2.
    if (error instanceof Error && !(error instanceof CommandError)) {
      throw new CommandError(error.message, EXIT_USAGE, { cause: error });
    }
    throw error;
  }
}

async function verifyTwo(a: string, b: string, vision: VisionSession, json: boolean): Promise<number> {
  const pair = { a, b, pathA: a, pathB: b };
  for await (const verdict of comparePairs([pair], new FaceCache(vision), settingsOf(vision))) {
    if (json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
    else if (verdict.error !== undefined) process.stderr.write(`visage: ${verdict.error}\n`);
    else process.stdout.write(`${describe(verdict, vision)}\n`);
    return verdict.error !== undefined ? EXIT_USAGE : verdict.same ? 0 : 1;
  }
  return EXIT_USAGE;
}

async function verifyPairs(file: string, vision: VisionSession, json: boolean): Promise<number> {
  const pairs = await readPairs(file);
  let failed = false;
  for await (const verdict of comparePairs(pairs, new FaceCache(vision), settingsOf(vision))) {
    failed ||= verdict.error !== undefined;
    const line = json ? JSON.stringify(verdict) : `${verdict.a}\t${verdict.b}\t${describe(verdict, vision)}`;
    if (!process.stdout.write(`${line}\n`)) await new Promise((done) => process.stdout.once('drain', done));
  }
  return failed ? EXIT_UNREADABLE : 0;
}

function settingsOf({ embedder, kinds, ...settings }: VisionSession): CompareSettings {
  return { ...settings, space: kinds && new LikenessSpace(kinds, embedder.dimensions) };
}

function describe(
  verdict: Verdict,
  { threshold, second }: Pick<VisionSession, 'threshold' | 'second'>,
): string {
  if (verdict.distance === null) return `error: ${verdict.error ?? ''}`;
  const limit = (1 - threshold).toFixed(3);
  const answer = verdict.same
    ? `same, distance ${verdict.distance.toFixed(3)} (at most ${limit})`
    : `different, distance ${verdict.distance.toFixed(3)} (the same up to ${limit})`;
  if (verdict.second === undefined || !second) return answer;
  return `${answer}, second opinion ${verdict.second.toFixed(3)} (the same up to ${(1 - second.threshold).toFixed(3)})`;
}
