/** @module Brings an embedded server back when it exits by itself (killed for memory, for instance). */

import type { Shutdown } from './shutdown.js';

export interface EmbeddedServer {
  url: string;
  pid: number;
  exited: Promise<unknown>;
  stop(): Promise<void>;
}

/** Exits this close together mean that starting again does not help. */
const MIN_LIFE_MS = 10_000;

/**
 * Starts the server, and again each time it exits unasked; its address stays the same, because it remembers its port.
 * @param onLost called when it cannot be brought back, or came back elsewhere.
 * @returns its url.
 */
export async function keepRunning(
  name: string,
  start: () => Promise<EmbeddedServer>,
  shutdown: Shutdown,
  onLost: (error: Error) => void,
): Promise<string> {
  let current = await start();
  const { url } = current;
  let startedAt = Date.now();

  const watch = async (): Promise<void> => {
    for (;;) {
      await current.exited;
      if (shutdown.signal.aborted) return;
      if (Date.now() - startedAt < MIN_LIFE_MS) throw new Error(`${name} keeps exiting`);
      startedAt = Date.now();
      current = await start();
      if (current.url !== url) throw new Error(`${name} came back on another port, because its own is taken`);
    }
  };
  await shutdown.add({
    name,
    stop: () => current.stop(),
    kill: () => process.kill(current.pid, 'SIGQUIT'), // Postgres: immediate shutdown; it recovers at the next start
  });
  watch().catch((error: unknown) => {
    if (!shutdown.signal.aborted) onLost(error instanceof Error ? error : new Error(String(error)));
  });
  return url;
}
