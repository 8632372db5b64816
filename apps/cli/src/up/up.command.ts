/** @module `visage up`: the whole platform on this machine. */

import { InvalidArgumentError, type Command } from 'commander';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { Shutdown } from './shutdown.js';

interface UpFlags {
  data?: string;
  port?: number;
  host?: string;
  demo: boolean;
  withFakeDrive?: boolean;
}

export function register(program: Command): void {
  program
    .command('up')
    .description('start Visage on this machine: database, queue, storage, apps and a demo event')
    .option('--data <folder>', 'folder for everything it keeps (default: .visage in the clone)')
    .option('--port <number>', 'port of the web address (default: 3000, or the next free one)', parsePort)
    .option('--host <address>', 'address to listen on (default: 0.0.0.0, every network of this machine)')
    .option('--no-demo', 'do not make a demo event')
    .option('--with-fake-drive', 'connect to a fake Google Drive, to try it without Google')
    .action(async (flags: UpFlags) => {
      process.exitCode = await up(flags);
    });
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('a number from 1 to 65535');
  return port;
}

/** Runs until a signal, or until a server is lost for good. @returns the exit code. */
async function up(flags: UpFlags): Promise<number> {
  const environment = readEnvironment();
  const shutdown = new Shutdown();
  const { runUp } = await import('./up.run.js'); // loads the database client, which not every command needs
  let failure: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    onSignals(shutdown, resolve);
    const lost = (error: Error) => {
      failure = error;
      resolve();
    };
    const port = flags.port ?? environment.PORT;
    const options = {
      demo: flags.demo,
      fakeDrive: flags.withFakeDrive ?? false,
      host: flags.host ?? environment.HOST ?? '0.0.0.0',
      ...(flags.data === undefined ? {} : { data: flags.data }),
      ...(port === undefined ? {} : { port }),
    };
    runUp(options, environment, shutdown, lost).catch((error: unknown) => {
      if (!shutdown.signal.aborted) lost(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await ended;
  await shutdown.run((name, error) =>
    process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`),
  );
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
    process.stderr.write('\nStopping ... (Ctrl-C again to stop at once)\n');
    stop();
    void shutdown.run((name, error) =>
      process.stderr.write(`${name} did not stop cleanly: ${String(error)}\n`),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
  // a terminal that was closed takes no more output; stopping continues
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}
