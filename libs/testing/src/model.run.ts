/**
 * @module Random sequences of user actions, played on the real part beside a small model that says what each must lead
 * to. A failing sequence is shortened as far as possible before it is shown.
 */
import fc from 'fast-check';

/** One user action. */
export type Deed<Model extends object, Real> = fc.AsyncCommand<Model, Real>;

interface DeedParts<Model, Real> {
  /** Shown when a sequence fails. */
  label: string;
  /** Whether it can be done at this moment; always if absent. */
  can?: (model: Readonly<Model>) => boolean;
  /** Does it on the real part, updates the model, and throws when the two differ. */
  run: (model: Model, real: Real) => Promise<void>;
}

export function deed<Model extends object, Real>({
  label,
  can,
  run,
}: DeedParts<Model, Real>): Deed<Model, Real> {
  return { check: (model) => can?.(model) ?? true, run, toString: () => label };
}

/** The element of the list that a sequence means, whatever the list's length. @throws Error when it is empty. */
export function pick<T>(list: readonly T[], which: number): T {
  const one = list[which % list.length];
  if (one === undefined) throw new Error('there is none to pick');
  return one;
}

export interface ModelPlay<Model extends object, Real> {
  deeds: fc.Arbitrary<Deed<Model, Real>>[];
  /** A fresh start for each sequence. */
  start: () => Promise<{ model: Model; real: Real }>;
  /** What must be true after every sequence. */
  end?: (model: Model, real: Real) => Promise<void>;
  /** Maximum number of actions per sequence. */
  length: number;
}

const { VISAGE_MODEL_RUNS: runs = '200', VISAGE_MODEL_SEED: seed = '20260620' } = process.env;

/** For vitest: three seconds per sequence, so that only one that hangs hits the limit. */
export const MODEL_TIMEOUT_MS = 3_000 * Number(runs);

/** As many sequences as `./visage test --runs` says, by default 200; other ones with `--seed`. */
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
