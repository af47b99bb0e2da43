import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { isVersion, releaseNotes, type Commit } from './release-notes.ts';
import { stamp } from './stamp.ts';

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trim();

const commitsSinceRelease = (): readonly Commit[] => {
  const [newest = ''] = git('tag', '--list', 'v*', '--sort=-version:refname').split('\n');
  const range = newest === '' ? 'HEAD' : `${newest}..HEAD`;
  return git('log', '--no-merges', '--format=%H%x00%s%x00%b%x01', range)
    .split('\u0001')
    .map((entry) => entry.trim().split('\0'))
    .filter(([hash = '']) => hash !== '')
    .map(([hash = '', subject = '', body = '']) => ({ hash, subject, body }));
};

const release = (version: string): void => {
  if (!isVersion(version)) throw new Error(`${version} is no version: three numbers with dots between`);
  if (git('status', '--porcelain') !== '') throw new Error('Commit or put away what was changed first');
  const notes = releaseNotes(version, new Date().toISOString().slice(0, 10), commitsSinceRelease());
  stamp(workspaceRoot, version);
  const changelog = join(workspaceRoot, 'CHANGELOG.md');
  const before = readFileSync(changelog, 'utf8');
  writeFileSync(changelog, before.replace('\n## Unreleased\n', `\n## Unreleased\n\n${notes}`));
  git('commit', '--all', '--message', `chore(workspace): release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', notes);
  process.stdout.write(`${notes}\nTagged v${version}. Pushing the tag publishes the images.\n`);
};

new Command('release')
  .description('stamps the version everywhere, writes the notes from the commits, and tags it')
  .argument('<version>')
  .action((version: string) => {
    try {
      release(version);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  })
  .parse();
