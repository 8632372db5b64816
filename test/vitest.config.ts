import { defineConfig } from 'vitest/config';

/** They kill apps of the platform, or start whole platforms. */
const ALONE = ['kill.e2e.ts', 'start.e2e.ts', 'upload.e2e.ts'];

const common = {
  resolve: { conditions: ['source', 'node'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['node'] } },
};
const patience = { root: import.meta.dirname, testTimeout: 180_000, hookTimeout: 300_000 };

// One platform for all files, started once; two files at a time, since each waits half of its time for a browser.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    globalSetup: ['support/platform.setup.ts'],
    projects: [
      {
        ...common,
        test: { ...patience, name: 'together', include: ['*.e2e.ts'], exclude: ALONE, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        ...common,
        test: { ...patience, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
