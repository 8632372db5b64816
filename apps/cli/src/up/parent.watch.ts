/**
 * @module Loaded before an app (`node --import`): ends the app when the process that started it dies, for whatever
 * reason. The kernel closes the channel between the two, which no signal handler of a killed parent could do.
 */

/** How long an app may take to finish its work; otherwise its jobs run again elsewhere. */
const GRACE_MS = 10_000;

function end(): void {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
}

process.once('disconnect', end);
process.channel?.unref();
if (process.connected === false) end(); // it died before this was loaded: there will be no other notice
