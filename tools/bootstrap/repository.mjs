import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The full path of something in this repository, wherever the command was called from. */
export function inRepository(path = '.') {
  return join(root, path);
}
