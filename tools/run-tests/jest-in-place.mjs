import { spawn } from 'node:child_process';
import { endingSignals } from '../bootstrap/child-group.mjs';
import { inRepository } from '../bootstrap/repository.mjs';
import { compiledOnce } from './compiled-once.mjs';

/** Runs Jest in a folder with what it writes shown as it comes, and ends as it ends. */
export function runJestInPlace(folder, args, env = {}) {
  const child = spawn(process.execPath, [inRepository('node_modules/jest/bin/jest.js'), ...args], {
    cwd: folder,
    env: { ...compiledOnce, ...env, ...process.env },
    stdio: 'inherit',
  });
  endingSignals.forEach((signal) => process.on(signal, () => child.kill(signal)));
  child.once('close', (code) => {
    process.exitCode = code ?? 1;
    endingSignals.forEach((signal) => process.removeAllListeners(signal));
  });
}
