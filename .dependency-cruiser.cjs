// Who may import whom. The drawing is in ARCHITECTURE.md; type-only imports count too.
/** @type {import('dependency-cruiser').IConfiguration} */

/** Packages of the workspace that each library may import, besides itself. */
const libraries = {
  contracts: [],
  vision: ['contracts'],
  clustering: ['contracts'],
  access: ['contracts'],
  models: ['contracts'],
  storage: ['contracts'],
  keys: ['contracts', 'crypto', 'storage'],
  queues: ['contracts'],
  crypto: ['contracts'],
  drive: ['contracts'],
  embedded: ['contracts'],
  database: ['contracts', 'access'],
  originals: ['contracts', 'database', 'storage'],
  host: [
    'access',
    'clustering',
    'contracts',
    'crypto',
    'database',
    'drive',
    'keys',
    'models',
    'queues',
    'storage',
    'vision',
  ],
  'api-client': [],
  testing: ['contracts', 'crypto', 'embedded', 'storage', 'database', 'queues', 'models', 'vision'],
};

const libraryRules = Object.entries(libraries).map(([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `libs/${name} may import ${allowed.length > 0 ? allowed.map((other) => `libs/${other}`).join(', ') : 'no other package'}.`,
  severity: 'error',
  // tests and their helpers may use any library
  from: { path: `^libs/${name}/src/`, pathNot: ['[.]test[.]tsx?$', '/src/testing/'] },
  to: { path: '^(apps|libs|test|benchmarks|training)/', pathNot: `^libs/(${[name, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...libraryRules,
    {
      name: 'library-tests',
      comment: 'A test of a library stays with the libraries.',
      severity: 'error',
      from: { path: ['^libs/.+[.]test[.]tsx?$', '^libs/[^/]+/src/testing/'] },
      to: { path: '^(apps|test|benchmarks|training)/' },
    },
    {
      name: 'apps-are-islands',
      comment: 'Apps talk over HTTP and queues; what two of them need belongs in a library.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'web-imports',
      comment: 'The browser gets contracts and the API client, nothing of the server.',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^libs/', pathNot: '^libs/(contracts|api-client)/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'libs/testing is imported by tests only.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['[.]test[.]tsx?$', '^libs/testing/', '^(apps|libs)/[^/]+/src/testing/'],
      },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'benchmarks-run-compiled',
      comment: 'Benchmarks run from dist, where what is for tests only is not; libs/testing is.',
      severity: 'error',
      from: { path: '^benchmarks/src/' },
      to: { path: ['^libs/[^/]+/src/testing/', '[.](test|fixture)[.]ts$'] },
    },
    {
      name: 'prisma-only-in-database',
      comment: 'Queries live in the repositories of libs/database.',
      severity: 'error',
      from: { path: '^(apps|libs|test|benchmarks)/', pathNot: '^libs/database/' },
      to: { path: '(^|/)(@prisma/|prisma/|node_modules/prisma/|libs/database/src/generated/)' },
    },
    {
      name: 'originals-have-one-owner',
      comment: 'libs/originals alone receives and places originals; others ask it to.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/(originals|storage)/' },
      to: { path: '^libs/storage/src/original[.]store' },
    },
    {
      name: 'contracts-import-zod-only',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: ['^libs/contracts/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'pure-libraries',
      comment: 'vision, clustering and access know no framework, database, queue or network.',
      severity: 'error',
      from: { path: '^libs/(vision|clustering|access)/src/' },
      to: {
        path: [
          '(^|/)node_modules/(@nestjs/|@prisma/|ioredis/|bullmq/|pg/|express/|pino/|@aws-sdk/)',
          '^(@nestjs/|@prisma/|ioredis$|bullmq$|pg$|express$|pino$|@aws-sdk/)',
          '^(node:)?(net|http|https|http2|dgram|tls|child_process)$',
        ],
      },
    },
    {
      name: 'clustering-and-access-compute',
      comment: 'clustering and access take values and answer values: no files, threads, clocks or processes.',
      severity: 'error',
      from: {
        path: '^libs/(clustering|access)/src/',
        pathNot: ['[.]test[.]ts$', '/testing/', '[.]worker[.]ts$'],
      },
      to: { path: '^(node:)?(fs|fs/promises|os|timers|timers/promises|process|cluster)$' },
    },
    {
      name: 'clustering-runs-no-network',
      comment:
        'Who groups brings the product along (row.product.ts); clustering and access have no runtime of networks.',
      severity: 'error',
      from: { path: '^libs/(clustering|access)/' },
      to: { path: '(^|/)onnxruntime-' },
    },
    {
      name: 'gateway-looks-at-no-photo',
      comment: 'Networks and decoders run in the workers; the gateway compares the boxes of faces at most.',
      severity: 'error',
      from: { path: '^apps/gateway/src/', pathNot: ['[.]test[.]ts$', '/testing/'] },
      to: { path: '^libs/vision/', pathNot: '^libs/vision/src/face/box[.]geometry[.]ts$' },
    },
    {
      name: 'guest-page-is-light',
      comment:
        'Whoever scans a code loads nothing of the organizers: a phone on a slow line waits for every kilobyte.',
      severity: 'error',
      from: { path: '^apps/web/src/guest/guest[.]main[.]tsx$' },
      to: { path: '^apps/web/src/organizer/', reachable: true },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or three. Type-only imports count.',
      severity: 'error',
      from: { path: '^(apps|libs|test|benchmarks)/' },
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'An index.ts hides where things live; import the file that has them.',
      severity: 'error',
      from: {},
      to: { path: '^(apps|libs)/.+/index[.]tsx?$', pathNot: ['^libs/(database/src/generated|api-client)/'] },
    },
    {
      name: 'no-barrels-unused',
      comment: 'An index.ts that nobody imports is a barrel all the same.',
      severity: 'error',
      from: { path: '^(apps|libs)/.+/index[.]ts$', pathNot: ['^libs/(database/src/generated|api-client)/'] },
      to: {},
    },
    {
      name: 'no-orphans',
      comment: 'A source file that nothing imports and no program starts is dead.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(apps|libs)/[^/]+/src/',
        pathNot: [
          'main[.]tsx?$',
          '/parent[.]watch[.]ts$',
          '[.]worker[.]ts$',
          '[.]test[.]tsx?$',
          '[.]d[.]ts$',
          '[.]contract[.]ts$',
          '/generated/',
        ],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { path: '^(apps|libs|test|benchmarks)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment:
        "What a package imports stands in its package.json, or another one's installation decides whether it runs.",
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '[.](test|bench)[.]tsx?$' },
      // the test runner stands in the root's package.json; contract tests shared by two adapters import it too
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '/node_modules/vitest/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: [
        '^(apps|libs)/[^/]+/dist/',
        '^node_modules/.cache/',
        '^libs/database/src/generated/.+/',
        '^test/artefacts/',
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
