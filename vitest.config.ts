import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript sources, so unit tests need no build.
const conditions = ['source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'module', 'default'] } },
  test: {
    include: ['{apps,libs}/*/src/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
