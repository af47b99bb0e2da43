import { fileURLToPath } from 'node:url';

/** One Jest set-up for every project: ES modules, decorators with metadata, sources of the libraries instead of their builds. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@mdm-gate/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // For what hangs, not for what is slow: a busy machine takes several times as long as an idle one.
  testTimeout: 180_000,
  reporters: ['default', fileURLToPath(new URL('tools/run-tests/jest-reporter.mjs', import.meta.url))],
};
