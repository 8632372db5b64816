import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript sources, so unit tests need no build. Vitest hands these conditions
// to Node as well, so 'import' must not stand here: CommonJS packages would then be given ES modules.
const conditions = ['source', 'node'];

/** Packages whose tests stand on Postgres. */
const ON_DATABASE = ['apps/{gateway,drive-sync}', 'libs/database'].map((folder) => `${folder}/src/**/*.test.ts`);

const common = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...common,
        test: {
          name: 'database',
          include: ON_DATABASE,
          globalSetup: ['libs/database/src/testing/database.setup.ts'],
          // The frameworks are loaded once a worker instead of once a file: two thirds of the time of these tests.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...common,
        test: {
          name: 'rest',
          include: ['{apps,libs}/*/src/**/*.test.{ts,tsx}', 'test/*.test.ts'],
          exclude: ON_DATABASE,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
