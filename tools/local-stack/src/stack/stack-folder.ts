import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository's root: this file is built into tools/local-stack/dist/stack. */
export const repositoryRoot = resolve(import.meta.dirname, '../../../..');

/** Everything that a local run leaves on disk, ignored by git. A test gives its own stack a folder of its own. */
const inFolder = (...path: readonly string[]): string =>
  join(process.env['MDM_GATE_STACK_FOLDER'] ?? join(repositoryRoot, '.local'), ...path);

export const stackFolder = {
  data: (server: string): string => inFolder('data', server),
  log: (name: string): string => inFolder('logs', `${name}.log`),
  key: (name: string): string => inFolder('keys', name),
  get file(): string {
    return inFolder('stack.json');
  },
} as const;

/**
 * A run starts from nothing, so that it shows the same story every time. Only keys stay when the database is not ours:
 * what it holds could not be read without them.
 */
export const emptyStackFolder = ({ keepKeys }: { readonly keepKeys: boolean }): void => {
  for (const part of ['data', 'logs', 'keys']) {
    const emptied = part !== 'keys' || !keepKeys;
    if (emptied) rmSync(inFolder(part), { recursive: true, force: true });
    mkdirSync(inFolder(part), { recursive: true });
  }
  rmSync(stackFolder.file, { force: true });
};
