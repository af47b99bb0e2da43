import js from '@eslint/js';
import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Without Nx's project graph, as in a fresh clone, the rule about module boundaries would stay silent. */
const makeSureOfProjectGraph = async () => {
  try {
    readCachedProjectGraph();
  } catch {
    await createProjectGraphAsync();
  }
};
await makeSureOfProjectGraph();

/** Who may import whom. `scope:` keeps the services apart, `type:` keeps the layers apart. */
const moduleBoundaries = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:transport'] },
  { sourceTag: 'type:transport', onlyDependOnLibsWithTags: ['type:contracts', 'type:kit'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts', 'type:transport', 'type:kit'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:transport', 'type:client'],
  },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:kit', 'type:testing', 'type:client', 'type:tool'],
  },
  {
    sourceTag: 'type:test',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:testing', 'type:client', 'type:tool'],
  },
  { sourceTag: 'scope:token-admin', onlyDependOnLibsWithTags: ['scope:token-admin', 'scope:shared'] },
  { sourceTag: 'scope:verifier', onlyDependOnLibsWithTags: ['scope:verifier', 'scope:shared'] },
  { sourceTag: 'scope:mdm-push', onlyDependOnLibsWithTags: ['scope:mdm-push', 'scope:shared'] },
  { sourceTag: 'type:console', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'scope:simulators', onlyDependOnLibsWithTags: ['scope:simulators'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
];

/** Specs may also use real servers and builders. */
const specBoundaries = moduleBoundaries.map((rule) =>
  rule.sourceTag.startsWith('type:') && rule.sourceTag !== 'type:contracts'
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:testing'] }
    : rule.sourceTag === 'scope:simulators'
      ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'scope:shared'] }
      : rule,
);

const boundaries = (depConstraints) => [
  'error',
  { allow: ['.*\\.mjs$'], enforceBuildableLibDependency: false, depConstraints },
];

const onlyMessagingTalksNats = {
  group: ['@nats-io/*'],
  message: 'libs/messaging is the only importer of @nats-io: everything else speaks its vocabulary.',
};

const nodeGlobals = [
  'process',
  'console',
  'performance',
  'URL',
  'AbortSignal',
  'fetch',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
];

const jestGlobals = ['describe', 'it', 'expect', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach'];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/.local'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, emitDecoratorMetadata: true, experimentalDecorators: true },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(moduleBoundaries),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Deprecated to stand out, and needed for an issuer on this machine.
      '@typescript-eslint/no-deprecated': [
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
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-imports': ['error', { patterns: [onlyMessagingTalksNats] }],
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        {
          name: 'setInterval',
          message: 'What is done again and again is a loop of Loops, which shows in /readyz.',
        },
      ],
      complexity: ['error', 8],
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
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
      '@nx/enforce-module-boundaries': boundaries(specBoundaries),
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
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
    ignores: ['**/*.spec.ts', '**/fixtures/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
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
    // Markup counts as lines, and each attribute that may be absent as a branch.
    files: ['**/*.tsx'],
    rules: {
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: [
      'libs/messaging/**/*.ts',
      'apps/system-tests/**/*.ts',
      'tools/local-stack/src/nats-users/*.ts',
      '**/*.bench.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Constructors of Nest providers list their dependencies: the four-parameter limit is for functions.
    files: ['apps/*/src/**/*.module.ts', 'tools/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.spec.mjs'],
    languageOptions: {
      globals: Object.fromEntries(jestGlobals.map((name) => [name, 'readonly'])),
    },
  },
  prettier,
);
