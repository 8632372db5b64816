/** @module The main program of an app: starts it, ends it cleanly on SIGTERM and SIGINT, and when its parent is gone. */
import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';

/**
 * @param start builds the app and has it serve; what it throws ends the process with exit code 1.
 */
export async function runMain(name: string, start: () => Promise<INestApplicationContext>): Promise<void> {
  try {
    const app = await start();
    app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  } catch (error) {
    // the log may be what failed, so the reason goes out plainly
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
