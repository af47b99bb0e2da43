/**
 * The compiler of this workspace, which is not the one that Nx and others import (ADR 13). On one thread it takes half of
 * the processor time, and leaves a core to what runs beside it.
 */
export const compile = {
  program: 'node_modules/typescript-7/bin/tsc',
  args: ['-b', '--singleThreaded'],
};

/** What is built, in order: a title, a program of this repository's packages, and its arguments. */
export const buildSteps = [
  { title: 'Types and build', ...compile },
  { title: 'Programs as one file each', program: 'tools/deployment/dist/bundles/write-bundles.js', args: [] },
  { title: 'Build of the console', program: 'apps/admin-console/build.mjs', args: [] },
];
