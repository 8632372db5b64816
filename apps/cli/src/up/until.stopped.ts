/** @module A command that runs until somebody stops it, or until something it cannot do without is lost. */

import { CommandError } from '../command.error.js';
import { Shutdown } from './shutdown.js';

/**
 * Runs `start` and waits. @returns the exit code once everything that was started has been stopped.
 * @throws CommandError when `start` failed, or called `lost`.
 */
export async function untilStopped(
  start: (shutdown: Shutdown, lost: (error: Error) => void) => Promise<void>,
): Promise<number> {
  const shutdown = new Shutdown();
  let failure: Error | undefined;
  await new Promise<void>((resolve) => {
    onSignals(shutdown, resolve);
    const lost = (error: Error): void => {
      failure = error;
      resolve();
    };
    start(shutdown, lost).catch((error: unknown) => {
      if (!shutdown.signal.aborted) lost(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await shutdown.run(reportUnclean);
  if (failure instanceof CommandError) throw failure;
  if (failure) throw new CommandError(failure.message, 1, { cause: failure });
  return 0;
}

/** The first signal stops in order, the second at once. */
function onSignals(shutdown: Shutdown, stop: () => void): void {
  let asked = false;
  const handle = (): void => {
    if (asked) {
      shutdown.force();
      process.exit(130);
    }
    asked = true;
    process.stderr.write('\nStopping ... (Ctrl-C again: at once)\n');
    stop();
    void shutdown.run(reportUnclean);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
  // a terminal that was closed takes no more output; stopping goes on
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

function reportUnclean(name: string, error: unknown): void {
  process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`);
}
