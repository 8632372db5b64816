/** @module The outcome for the mutants of an area, read from Stryker's report. */
import { z } from 'zod';

const positionSchema = z.object({ line: z.number(), column: z.number() });

/** The used part of https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema */
export const mutationReportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          id: z.string(),
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: positionSchema, end: positionSchema }),
        }),
      ),
    }),
  ),
});

export type MutationReport = z.infer<typeof mutationReportSchema>;

export interface MutationCount {
  killed: number;
  timedOut: number;
  survived: number;
  /** No test reaches them. */
  uncovered: number;
}

/** A fault that no test noticed. */
export interface Survivor {
  file: string;
  line: number;
  column: number;
  mutator: string;
  /** The original code; `replacement` is what took its place. */
  original: string;
  replacement: string;
  covered: boolean;
}

export interface AreaResult {
  count: MutationCount;
  survivors: Survivor[];
}

/** @param isAsked whether a mutant counts; Stryker's report also includes those tested earlier */
export function readResult(
  report: MutationReport,
  isAsked: (file: string, id: string) => boolean,
): AreaResult {
  const count: MutationCount = { killed: 0, timedOut: 0, survived: 0, uncovered: 0 };
  const survivors: Survivor[] = [];
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    for (const { id, status, location, mutatorName, replacement } of mutants) {
      if (!isAsked(file, id)) continue;
      if (status === 'Killed') count.killed += 1;
      if (status === 'Timeout') count.timedOut += 1;
      if (status !== 'Survived' && status !== 'NoCoverage') continue; // ignored, not in the sample, or not to be run at all
      count[status === 'Survived' ? 'survived' : 'uncovered'] += 1;
      const { line, column } = location.start;
      const original = textAt(source, location);
      survivors.push({
        file,
        line,
        column,
        mutator: mutatorName,
        original,
        replacement: replacement ?? '',
        covered: status === 'Survived',
      });
    }
  }
  survivors.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
  return { count, survivors };
}

/** Percentage of the faults that were noticed; one that hangs a test is noticed. Undefined if there were none. */
export function scoreOf({ killed, timedOut, survived, uncovered }: MutationCount): number | undefined {
  const all = killed + timedOut + survived + uncovered;
  return all === 0 ? undefined : (100 * (killed + timedOut)) / all;
}

const SHOWN = 100;

/** One line for a survivor: the place, the original and the replacement. */
export function survivorLine({
  file,
  line,
  column,
  mutator,
  original,
  replacement,
  covered,
}: Survivor): string {
  return `${file}:${line}:${column}  ${mutator}${covered ? '' : ' (no test reaches it)'}  ${shorten(original)}  ->  ${shorten(replacement)}`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

/** Lines and columns count from 1. */
function textAt(
  source: string,
  { start, end }: { start: { line: number; column: number }; end: { line: number; column: number } },
): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join('\n');
}

/** The report without mutants that have no result, for the next run to continue from. */
export function withoutUntested<T extends MutationReport>(report: T): T {
  const files = Object.entries(report.files).map(([name, file]) => {
    return [
      name,
      { ...file, mutants: file.mutants.filter(({ status }) => status !== 'CompileError') },
    ] as const;
  });
  return { ...report, files: Object.fromEntries(files) };
}
