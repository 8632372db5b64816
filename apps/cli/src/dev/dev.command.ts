/** @module `visage dev`: the platform from the sources, each change shown as soon as it compiles. */

import { Option, type Command } from 'commander';
import { readEnvironment } from '../env.js';
import { APPS } from '../up/up.apps.js';
import { parsePort } from '../up/up.port.js';
import { untilStopped } from '../up/until.stopped.js';

interface DevFlags {
  data?: string;
  port?: number;
  host: string;
  inspect?: string;
  withFakeDrive?: boolean;
}

export function register(program: Command): void {
  program
    .command('dev')
    .description('work on Visage: compile what changes, start its apps again, show pages without a reload')
    .option('--data <folder>', 'folder of everything it keeps (default: .visage-dev in the clone)')
    .option('--port <number>', 'port of the web address (default: 3000, or the next free one)', parsePort)
    .option('--host <address>', 'address to listen on; 0.0.0.0 lets phones in', '127.0.0.1')
    .addOption(new Option('--inspect <app>', 'let a debugger attach to this app, at port 9229').choices(APPS))
    .option('--with-fake-drive', 'connect to a stand-in of Google Drive')
    .action(async (flags: DevFlags) => {
      process.exitCode = await dev(flags);
    });
}

async function dev({ data, port, host, inspect, withFakeDrive = false }: DevFlags): Promise<number> {
  const { runDev } = await import('./dev.run.js'); // loads the database client: not for every command
  const options = {
    host,
    fakeDrive: withFakeDrive,
    ...(data === undefined ? {} : { data }),
    ...(port === undefined ? {} : { port }),
    ...(inspect === undefined ? {} : { inspect }),
  };
  return untilStopped((shutdown, lost) => runDev(options, readEnvironment(), shutdown, lost));
}
