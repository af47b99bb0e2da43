import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../fixtures/service-processes.ts';

const run = (cwd: string, command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

/** The newest release, or, where there is none yet, the commit before the newest migration. */
export const releaseBefore = (): string => {
  const tags = run(workspaceRoot, 'git', 'tag', '--list', 'v*', '--sort=-version:refname').split('\n');
  const [newest = ''] = tags;
  if (newest !== '') return newest;
  const migrations = ['apps/token-admin/src/database', 'apps/mdm-push/src/database'];
  const changed = run(
    workspaceRoot,
    'git',
    'log',
    '-1',
    '--diff-filter=A',
    '--format=%H',
    '--',
    ...migrations,
  );
  return `${changed}~1`;
};

/** A commit of this repository, installed and built in a folder of its own. */
export const buildOf = (commit: string): { readonly folder: string; remove(): void } => {
  const folder = join(mkdtempSync(join(tmpdir(), 'mdm-gate-before-')), 'build');
  run(workspaceRoot, 'git', 'worktree', 'add', '--detach', folder, commit);
  run(folder, 'npm', 'ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
  run(folder, 'npm', 'run', 'build');
  return {
    folder,
    remove: () => {
      run(workspaceRoot, 'git', 'worktree', 'remove', '--force', folder);
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
};
