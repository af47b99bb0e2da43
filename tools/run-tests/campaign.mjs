/**
 * The long form of a test that `npm test` runs in its short form: `campaign.mjs <project folder> <pattern> <VARIABLE=value>…`.
 */
import { spawnSync } from 'node:child_process';
import { inRepository } from '../bootstrap/repository.mjs';

const [project, pattern, ...settings] = process.argv.slice(2);
const defaults = Object.fromEntries(settings.map((setting) => setting.split('=')));

const { status } = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--experimental-vm-modules',
    inRepository('node_modules/jest/bin/jest.js'),
    '--testPathPatterns',
    pattern,
  ],
  {
    cwd: inRepository(project),
    env: { ...defaults, ...process.env },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
