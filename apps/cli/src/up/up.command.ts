/** @module `visage up`: the whole platform on this machine. */

import type { Command } from 'commander';
import { readEnvironment } from '../env.js';
import { parsePort } from './up.port.js';
import { untilStopped } from './until.stopped.js';

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

async function up(flags: UpFlags): Promise<number> {
  const environment = readEnvironment();
  const { runUp } = await import('./up.run.js'); // loads the database client, which not every command needs
  const port = flags.port ?? environment.PORT;
  const options = {
    demo: flags.demo,
    fakeDrive: flags.withFakeDrive ?? false,
    host: flags.host ?? environment.HOST ?? '0.0.0.0',
    ...(flags.data === undefined ? {} : { data: flags.data }),
    ...(port === undefined ? {} : { port }),
  };
  return untilStopped((shutdown, lost) => runUp(options, environment, shutdown, lost));
}
