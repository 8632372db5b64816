// What the compiler cannot see. Import boundaries between packages are in .dependency-cruiser.cjs.
import tseslint from 'typescript-eslint';

const READS_TIME = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the Clock, or be given the time.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Ask the Clock, or be given the time.' },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Ask the Clock, or be given the time; performance.now() measures.',
  },
];

const READS_ENVIRONMENT = {
  object: 'process',
  property: 'env',
  message: 'Only env.ts reads the environment; pass the value on.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'libs/database/src/generated/',
      'test/artefacts/',
      '.visage/',
      '.visage-dev/',
      '.cache/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json', './apps/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // the router's way to redirect is to throw a redirect
      '@typescript-eslint/only-throw-error': [
        'error',
        { allow: [{ from: 'package', package: '@tanstack/router-core', name: 'Redirect' }] },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      // in classes with decorators the import is needed at run time; the rule knows
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // an async function without await often fulfils an interface
      '@typescript-eslint/require-await': 'off',
      // functions are passed in as members of interfaces all over; classes are few and injected whole
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/ban-ts-comment': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        READS_ENVIRONMENT,
        { property: 'prisma', message: 'Queries live in the repositories of libs/database.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:process',
              importNames: ['env', 'default'],
              message: 'Only env.ts reads the environment.',
            },
            { name: 'process', message: 'Use node:process.' },
          ],
        },
      ],
    },
  },
  {
    // libraries answer to their caller; only programs talk to the terminal
    files: ['libs/*/src/**/*.ts', 'apps/{gateway,detector,embedder,clusterer,drive-sync}/src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // what expires, is swept, or still holds is asked of the clock; tests move it
    files: ['apps/{gateway,drive-sync}/src/**/*.ts', 'libs/{database,host,originals}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**', 'libs/host/src/clock.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...READS_TIME],
    },
  },
  {
    files: ['libs/{vision,clustering,access}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...READS_TIME,
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'The same photos give the same people: draw from a seeded source.',
        },
      ],
    },
  },
  {
    // an answer of the API has the type that its document gives it, and no other
    files: ['apps/web/src/**/*.ts', 'apps/web/src/**/*.tsx'],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Ask with request() of api.request.ts.' }],
    },
  },
  {
    files: ['apps/web/src/api/api.call.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['libs/database/**', '**/testing/**'],
    rules: { 'no-restricted-properties': ['error', READS_ENVIRONMENT] },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    ignores: ['**/*.faults.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
          message: 'Files of tests share their modules; those of a *.faults.test.ts are its own.',
        },
      ],
    },
  },
  {
    // tests and measurements are told by the environment where their browser and their data are
    files: [
      'apps/*/src/env.ts',
      'libs/host/src/env.ts',
      '**/*.test.ts',
      'test/**',
      'benchmarks/**',
      'libs/testing/**',
      '*.config.ts',
      'apps/web/*.config.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
);
