import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript sources, so unit tests need no build. Vitest hands these conditions
// to Node as well, so 'import' must not stand here: CommonJS packages would then be given ES modules.
const conditions = ['source', 'node'];

/** Packages whose tests stand on Postgres. */
const ON_DATABASE = [
  'apps/{gateway,drive-sync,detector,embedder,clusterer}/src',
  'apps/cli/src/{user,recount,keys,receipt,up}',
  'libs/{database,originals}/src',
  'libs/host/src/{keys,face}',
].map((folder) => `${folder}/**/*.test.ts`);

/** Tests that put something in the place of a module, which only files with modules of their own can do. */
const WITH_FAULTS = ['{apps,libs}/*/src/**/*.faults.test.ts'];

const common = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
};

const everyFile = {
  // What files import is loaded once a worker instead of once a file: half of the time of small files, more where frameworks are loaded.
  isolate: false,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    // one more than two processors: a third of the files waits, for other processes or on purpose
    maxWorkers: 3,
    projects: [
      {
        ...common,
        test: {
          ...everyFile,
          name: 'database',
          include: ON_DATABASE,
          globalSetup: ['libs/database/src/testing/database.setup.ts'],
        },
      },
      {
        ...common,
        test: {
          ...everyFile,
          name: 'rest',
          include: ['{apps,libs}/*/src/**/*.test.{ts,tsx}', 'test/*.test.ts'],
          exclude: [...ON_DATABASE, ...WITH_FAULTS],
        },
      },
      {
        ...common,
        test: { ...everyFile, name: 'faults', include: WITH_FAULTS, exclude: ON_DATABASE, isolate: true },
      },
    ],
  },
});
