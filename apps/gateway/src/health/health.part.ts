/** @module One part of the platform: does it answer, and how fast. */
import { performance } from 'node:perf_hooks';
import type { HealthPart } from '@visage/contracts/health.contract';

/** Shorter than the 5 seconds after which load balancers give up themselves. */
const PATIENCE_MS = 3000;

/** The reason names no address: anybody may read it. The log says more. */
export async function askPart(ask: () => Promise<unknown>, patienceMs = PATIENCE_MS): Promise<HealthPart> {
  const from = performance.now();
  let reason: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patienceMs, 'late');
  });
  try {
    const answer = ask();
    answer.catch(() => undefined); // when it is late, nobody waits for its failure
    if ((await Promise.race([answer, late])) === 'late')
      reason = `It did not answer within ${patienceMs} ms.`;
  } catch {
    reason = 'It refused or could not be reached.';
  } finally {
    clearTimeout(timer);
  }
  return { up: reason === null, ms: Math.round(performance.now() - from), reason };
}
