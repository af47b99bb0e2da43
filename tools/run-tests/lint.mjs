/** ESLint on everything, or on what is named. */
import { inRepository } from '../bootstrap/repository.mjs';

const eslint = inRepository('node_modules/eslint/bin/eslint.js');
const given = process.argv.slice(2);
process.env.NX_DAEMON = 'false';
process.argv = [
  process.execPath,
  eslint,
  ...(given.some((arg) => !arg.startsWith('-')) ? [] : ['.']),
  ...given,
];
await import(eslint);
