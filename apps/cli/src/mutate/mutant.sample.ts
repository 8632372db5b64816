/** @module Which mutants a sample takes: the same ones for the same seed, whatever else is tested. */
import { createHash } from 'node:crypto';

export interface Mutation {
  fileName: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
  mutatorName: string;
  replacement?: string | undefined;
}

/**
 * Mutants are drawn by a hash of their change and the seed; an edit elsewhere in the file affects them only by
 * shifting their line.
 */
export function sampleOf<T extends Mutation>(mutants: readonly T[], size: number, seed: string): T[] {
  const drawn = mutants.map((mutant) => ({ mutant, lot: hashOf(mutant, seed) }));
  drawn.sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0));
  return drawn.slice(0, size).map(({ mutant }) => mutant);
}

function hashOf(
  { fileName, location: { start, end }, mutatorName, replacement }: Mutation,
  seed: string,
): string {
  const what = [
    seed,
    fileName,
    start.line,
    start.column,
    end.line,
    end.column,
    mutatorName,
    replacement ?? '',
  ];
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}
