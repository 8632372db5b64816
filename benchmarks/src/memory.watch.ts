/** @module How much memory a gateway takes while something is measured. */
import type { GatewayProcess } from './gateway.process.js';

const SAMPLE_MS = 100;

export interface MemoryWatch {
  /** Bytes. */
  stop(): { before: number; most: number };
}

export async function watchMemory(of: Pick<GatewayProcess, 'rss'>): Promise<MemoryWatch> {
  const before = await of.rss();
  let most = before;
  const timer = setInterval(() => {
    void of.rss().then((bytes) => (most = Math.max(most, bytes)));
  }, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return { before, most };
    },
  };
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
