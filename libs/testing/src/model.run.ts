/**
 * @module Random sequences of what people do, played on a real part beside a small model that says what has to come of each.
 * A sequence that goes wrong is made as short as it can be before it is shown.
 */
import fc from 'fast-check';

/** One thing that somebody does. */
export type Deed<Model extends object, Real> = fc.AsyncCommand<Model, Real>;

interface DeedParts<Model, Real> {
  /** Shown when a sequence goes wrong. */
  label: string;
  /** Whether it can be done at this moment; always when absent. */
  can?: (model: Readonly<Model>) => boolean;
  /** Does it on the real part, says so to the model, and throws when the two differ. */
  run: (model: Model, real: Real) => Promise<void>;
}

export function deed<Model extends object, Real>({
  label,
  can,
  run,
}: DeedParts<Model, Real>): Deed<Model, Real> {
  return { check: (model) => can?.(model) ?? true, run, toString: () => label };
}

/** Which of several a sequence means, whatever their number. @throws Error when there is none. */
export function pick<T>(list: readonly T[], which: number): T {
  const one = list[which % list.length];
  if (one === undefined) throw new Error('there is none to pick');
  return one;
}

export interface ModelPlay<Model extends object, Real> {
  deeds: fc.Arbitrary<Deed<Model, Real>>[];
  /** A fresh start for each sequence. */
  start: () => Promise<{ model: Model; real: Real }>;
  /** What has to be true after every sequence. */
  end?: (model: Model, real: Real) => Promise<void>;
  /** Deeds of one sequence, at most. */
  length: number;
}

const { VISAGE_MODEL_RUNS: runs = '200', VISAGE_MODEL_SEED: seed = '20260620' } = process.env;

/** For vitest: three seconds a sequence, so that only one that hangs ends by it. */
export const MODEL_TIMEOUT_MS = 3_000 * Number(runs);

/** As many sequences as `./visage test --runs` says, 200 when it says nothing; others with `--seed`. */
export async function playModel<Model extends object, Real>({
  deeds,
  start,
  end,
  length,
}: ModelPlay<Model, Real>): Promise<void> {
  const sequences = fc.commands(deeds, { maxCommands: length, size: 'max' });
  const play = async (sequence: Iterable<Deed<Model, Real>>): Promise<void> => {
    const { model, real } = await start();
    await fc.asyncModelRun(() => ({ model, real }), sequence);
    await end?.(model, real);
  };
  await fc.assert(fc.asyncProperty(sequences, play), { numRuns: Number(runs), seed: Number(seed) });
}
