/** What is built, in order: a title, a program of this repository's packages, and its arguments. */
export const buildSteps = [
  { title: 'Types and build', program: 'node_modules/typescript/bin/tsc', args: ['-b'] },
  { title: 'Build of the console', program: 'apps/admin-console/build.mjs', args: [] },
];
