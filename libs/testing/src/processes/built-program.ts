import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The same program as one file, which loads in half of the time: `dist/bundled/main.js` beside `dist/main.js`. */
export const bundleOf = (program: string): string => join(dirname(program), 'bundled', basename(program));

/** Where it stands what the bundle was made of: a file a line, as seen from the bundle. */
export const inputsOf = (bundle: string): string => bundle.replace(/\.js$/, '.inputs.txt');

/** Whether the bundle is there, and newer than all that it was made of. */
export const isCurrent = (bundle: string): boolean => {
  if (![bundle, inputsOf(bundle)].every((file) => existsSync(file))) return false;
  const { mtimeMs } = statSync(inputsOf(bundle));
  const inputs = readFileSync(inputsOf(bundle), 'utf8').split('\n');
  return inputs.every((input) => {
    const file = statSync(join(dirname(bundle), input), { throwIfNoEntry: false });
    return file !== undefined && file.mtimeMs < mtimeMs;
  });
};

const known = new Map<string, string>();

/** What to start for a built program: its bundle, as images do, or the build itself where somebody built it anew since. */
export const builtProgram = (program: string): string => {
  const found = known.get(program) ?? (isCurrent(bundleOf(program)) ? bundleOf(program) : program);
  known.set(program, found);
  return found;
};
