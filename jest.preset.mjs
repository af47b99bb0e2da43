import { fileURLToPath } from 'node:url';

const inRunTests = (file) => fileURLToPath(new URL(`tools/run-tests/${file}`, import.meta.url));

/** One Jest set-up for every project: ES modules, decorators with metadata, sources of the libraries instead of their builds. */
export default {
  testRunner: inRunTests('jest-native.mjs'),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  // For what hangs, not for what is slow: a busy machine takes several times as long as an idle one.
  testTimeout: 240_000,
  reporters: ['default', inRunTests('jest-reporter.mjs')],
};
