/**
 * The long form of a test that `npm test` runs in its short form: `campaign.mjs <project folder> <pattern> <VARIABLE=value>`.
 */
import { spawnSync } from 'node:child_process';
import { inRepository } from '../bootstrap/repository.mjs';

const [project, pattern, setting] = process.argv.slice(2);
const [name, value] = setting.split('=');

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
    env: { ...process.env, [name]: process.env[name] ?? value },
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
