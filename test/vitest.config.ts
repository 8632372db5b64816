import { defineConfig } from 'vitest/config';

// One platform for all files, started once; files run one after the other.
export default defineConfig({
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['node'] } },
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    globalSetup: ['support/platform.setup.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
