/** @module How a command ends: its exit code, and one line for the person instead of a stack trace. */
import { CommandError } from './command.error.js';

/** Wrong arguments, missing folders. */
export const EXIT_USAGE = 2;
/** The run completed, but some photos could not be read. */
export const EXIT_UNREADABLE = 3;
/** Stopped by Ctrl-C. */
export const EXIT_INTERRUPTED = 130;

/** Errors of these classes are meant for people; anything else is a fault of ours and shows its stack. */
const FOR_PEOPLE = new Set([
  'CommandError',
  'ModelError',
  'EnvironmentError',
  'ClusteringError',
  'MigrationError',
]);

/** Prints what went wrong to stderr and returns the exit code; `alreadySaid` for the argument parser's own errors. */
export function exitCodeOf(
  error: unknown,
  alreadySaid: boolean,
  say: (text: string) => unknown = (text) => process.stderr.write(text),
): number {
  if (alreadySaid) return isHelp(error) ? 0 : EXIT_USAGE;
  if (error instanceof Error && FOR_PEOPLE.has(error.name)) say(`visage: ${error.message}\n`);
  else say(`visage: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return error instanceof CommandError ? error.exitCode : 1;
}

function isHelp(error: unknown): boolean {
  return error instanceof Error && 'exitCode' in error && error.exitCode === 0;
}
