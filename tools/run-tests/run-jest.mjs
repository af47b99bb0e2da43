import { spawn } from 'node:child_process';
import { inRepository } from '../bootstrap/repository.mjs';

/** A project that takes longer hangs. */
const timeLimitMs = 10 * 60_000;

/**
 * Runs Jest on one project; the results go to `file`.
 * @returns {Promise<{ code: number | null, timedOut: boolean, output: string }>}
 */
export function runJest({ folder, pattern, file, env }) {
  const nodeOptions = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
  const jest = [
    inRepository('node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${file}`,
    '--runInBand',
  ];
  const child = spawn(process.execPath, [...nodeOptions, ...jest, '--testPathPatterns', pattern], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  return new Promise((resolve) => {
    let output = '';
    let timedOut = false;
    const killGroup = () => process.kill(-child.pid, 'SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, timeLimitMs);
    const release = endOnSignal(killGroup);
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => {
      clearTimeout(timer);
      release();
      resolve({ code, timedOut, output });
    });
  });
}

/** Ctrl-C ends the tests too; their servers end with them. */
function endOnSignal(killGroup) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const stop = (signal) => {
    killGroup();
    release();
    process.kill(process.pid, signal);
  };
  const release = () => signals.forEach((signal) => process.removeListener(signal, stop));
  signals.forEach((signal) => process.on(signal, stop));
  return release;
}
