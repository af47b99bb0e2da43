import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { endGroupWithUs, signalGroup } from '../bootstrap/child-group.mjs';
import { inRepository } from '../bootstrap/repository.mjs';
import { compiledOnce } from './compiled-once.mjs';

/** Our reporter says something after each test, and no test takes as long: not on a busy machine either. */
const silenceLimitMs = 12 * 60_000;
/** With its results written, all that is left to Jest is to end; what keeps it was left open by a test. */
const lingerLimitMs = 20_000;

/**
 * Runs Jest on these files of one project; the results go to `file`.
 * @returns {Promise<{ code: number | null, killedBecause: string | undefined, output: string }>}
 */
export function runJest({ folder, files, file, env }) {
  const jest = [
    inRepository('node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${file}`,
    '--runInBand',
    '--runTestsByPath',
    ...files,
  ];
  const child = spawn(process.execPath, jest, {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '0', ...compiledOnce, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  return new Promise((resolve) => {
    let output = '';
    let killedBecause;
    const killBecause = (reason) => {
      killedBecause = reason;
      signalGroup(child, 'SIGKILL');
    };
    const whenSilent = () => setTimeout(killBecause, silenceLimitMs, 'did not get any further');
    let silence = whenSilent();
    const timers = [];
    const looking = setInterval(() => {
      if (!existsSync(file)) return;
      clearInterval(looking);
      timers.push(
        setTimeout(killBecause, lingerLimitMs, 'did not end after its last test: something was left open'),
      );
    }, 500);
    const release = endGroupWithUs(child, 'SIGKILL');
    child.stderr.on('data', (chunk) => {
      output += chunk;
      clearTimeout(silence);
      silence = whenSilent();
    });
    child.once('close', (code) => {
      clearInterval(looking);
      clearTimeout(silence);
      timers.forEach((timer) => clearTimeout(timer));
      release();
      resolve({ code, killedBecause, output });
    });
  });
}
