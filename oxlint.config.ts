import { defineConfig } from 'oxlint';
import { moduleBoundaries, specBoundaries, type Boundary } from './module-boundaries.ts';
import './tools/run-tests/project-graph.mjs';

const keepTo = (depConstraints: readonly Boundary[]) => [
  'error',
  { allow: ['.*\\.mjs$'], enforceBuildableLibDependency: false, depConstraints },
];

const atMost = (max: number) => ['error', { max, skipBlankLines: true, skipComments: true }];

const errors = (...rules: readonly string[]) => Object.fromEntries(rules.map((rule) => [rule, 'error']));

const onlyNumbersOrTexts = {
  allowAny: false,
  allowBoolean: false,
  allowNullish: false,
  allowNumberAndString: false,
  allowRegExp: false,
};

const onlyMessagingTalksNats = {
  group: ['@nats-io/*'],
  message: 'libs/messaging is the only importer of @nats-io: everything else speaks its vocabulary.',
};

/** Beyond what is plainly wrong, which oxlint calls `correctness`. */
const everywhere = errors(
  'no-case-declarations',
  'no-empty',
  'no-fallthrough',
  'no-prototype-builtins',
  'no-regex-spaces',
  'no-useless-assignment',
  'preserve-caught-error',
);

const inTypeScript = errors(
  'no-array-constructor',
  'no-console',
  'no-useless-constructor',
  'no-var',
  'prefer-const',
  'prefer-rest-params',
  'prefer-spread',
  'typescript/no-confusing-void-expression',
  'typescript/no-dynamic-delete',
  'typescript/no-empty-object-type',
  'typescript/no-explicit-any',
  'typescript/no-generated-empty-object-type',
  'typescript/no-invalid-void-type',
  'typescript/no-misused-promises',
  'typescript/no-mixed-enums',
  'typescript/no-namespace',
  'typescript/no-non-null-asserted-nullish-coalescing',
  'typescript/no-non-null-assertion',
  'typescript/no-require-imports',
  'typescript/no-unnecessary-boolean-literal-compare',
  'typescript/no-unnecessary-condition',
  'typescript/no-unnecessary-template-expression',
  'typescript/no-unnecessary-type-arguments',
  'typescript/no-unnecessary-type-assertion',
  'typescript/no-unnecessary-type-constraint',
  'typescript/no-unnecessary-type-conversion',
  'typescript/no-unnecessary-type-parameters',
  'typescript/no-unsafe-argument',
  'typescript/no-unsafe-assignment',
  'typescript/no-unsafe-call',
  'typescript/no-unsafe-enum-assignment',
  'typescript/no-unsafe-enum-comparison',
  'typescript/no-unsafe-function-type',
  'typescript/no-unsafe-member-access',
  'typescript/no-unsafe-return',
  'typescript/only-throw-error',
  'typescript/prefer-literal-enum-member',
  'typescript/prefer-promise-reject-errors',
  'typescript/prefer-reduce-type-parameter',
  'typescript/prefer-return-this-type',
  'typescript/related-getter-setter-pairs',
  'typescript/require-await',
  'typescript/switch-exhaustiveness-check',
  'typescript/unified-signatures',
  'typescript/use-unknown-in-catch-callback-variable',
);

export default defineConfig({
  options: { typeAware: true, denyWarnings: true },
  ignorePatterns: ['**/dist', '**/node_modules', '**/.nx', '**/.local'],
  categories: { correctness: 'error' },
  plugins: ['typescript'],
  jsPlugins: ['@nx/eslint-plugin'],
  rules: everywhere,
  overrides: [
    {
      files: ['**/*.ts', '**/*.tsx'],
      rules: {
        ...inTypeScript,
        '@nx/enforce-module-boundaries': keepTo(moduleBoundaries),
        'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
        'typescript/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
        'typescript/restrict-plus-operands': ['error', onlyNumbersOrTexts],
        'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
        'typescript/return-await': ['error', 'error-handling-correctness-only'],
        // Deprecated to stand out, and needed for an issuer on this machine.
        'typescript/no-deprecated': [
          'error',
          {
            allow: [
              { from: 'package', name: 'allowInsecureRequests', package: 'openid-client' },
              // The form of dashboards that every supported Grafana reads from files.
              {
                from: 'package',
                name: ['Dashboard', 'DashboardBuilder'],
                package: '@grafana/grafana-foundation-sdk',
              },
            ],
          },
        ],
        'no-restricted-imports': ['error', { patterns: [onlyMessagingTalksNats] }],
        'no-restricted-globals': [
          'error',
          {
            name: 'setInterval',
            message: 'What is done again and again is a loop of Loops, which shows in /readyz.',
          },
        ],
        complexity: ['error', 8],
        'max-lines': atMost(200),
        'max-lines-per-function': atMost(50),
        'max-params': ['error', { max: 4 }],
      },
    },
    {
      files: [
        '**/*.spec.ts',
        '**/*.contract.ts',
        '**/*.bench.ts',
        '**/fixtures/**/*.ts',
        'apps/*/src/*-campaign/*.ts',
        'apps/system-tests/**/*.ts',
      ],
      rules: {
        '@nx/enforce-module-boundaries': keepTo(specBoundaries),
        'max-lines-per-function': 'off',
        'max-lines': atMost(400),
      },
    },
    {
      // They go with one piece of work that has a limit of its own, and end with it.
      files: [
        'apps/mdm-push/src/reconcile-delivery/lease.ts',
        'libs/messaging/src/events/event-delivery.ts',
        'apps/system-tests/src/checks-benchmark/load-generator.ts',
        'apps/admin-console/**/*',
        'apps/mdm-simulators/**/*',
        '**/*.spec.ts',
      ],
      rules: { 'no-restricted-globals': 'off' },
    },
    {
      // The browser gets no schema: zod compiles code, which the console's policy refuses, and weighs more than a page.
      files: ['apps/admin-console/src/**/*.ts', 'apps/admin-console/src/**/*.tsx'],
      excludeFiles: ['**/*.spec.ts', '**/fixtures/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              onlyMessagingTalksNats,
              {
                group: ['@mdm-gate/*', 'zod'],
                message: 'The console imports types only.',
                allowTypeImports: true,
              },
            ],
          },
        ],
      },
    },
    {
      files: [
        'libs/messaging/**/*.ts',
        'apps/system-tests/**/*.ts',
        'tools/local-stack/src/{nats-users,recording}/*.ts',
        'libs/encryption/src/service-seals.ts',
        '**/*.bench.ts',
      ],
      rules: { 'no-restricted-imports': 'off' },
    },
    {
      files: ['apps/*/src/**/*.module.ts', 'tools/**/*.ts'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['**/*.mjs'],
      env: { 'shared-node-browser': true },
      globals: { process: 'readonly' },
      rules: errors('no-redeclare', 'no-undef'),
    },
    { files: ['**/*.spec.mjs'], env: { jest: true } },
  ],
});
