/** @module Step: waits until the gateway says that it and everything it depends on is up. */

import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../command.error.js';

const POLL_MS = 100;
const TIMEOUT_MS = 120_000;

/**
 * @param base the gateway's address, e.g. `http://127.0.0.1:3000`.
 * @param logs where to look when it never answers.
 */
export async function waitForGateway(
  base: string,
  logs: string,
  signal: AbortSignal,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    try {
      const response = await fetch(`${base}/api/health`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      signal.throwIfAborted();
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(POLL_MS);
  }
  throw new CommandError(
    `the gateway did not come up within ${timeoutMs / 1000} s (${last}); its log is in ${logs}`,
  );
}
