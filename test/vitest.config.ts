import { defineConfig } from 'vitest/config';

// One platform for all files but those that kill its apps, or change what everybody sees: these start one of their own.
// Two files at a time, since each waits half of its time for a browser.
export default defineConfig({
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['node'] } },
  test: {
    root: import.meta.dirname,
    globalSetup: ['support/platform.setup.ts'],
    include: ['*.e2e.ts'],
    maxWorkers: 2,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
