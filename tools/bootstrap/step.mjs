import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { endGroupWithUs } from './child-group.mjs';
import { inRepository } from './repository.mjs';

/** A step did not succeed; the message says what to do next, or holds the end of the program's output. */
export class StepFailed extends Error {}

const shownLines = 60;

/**
 * Runs a program with a line of progress: its output is shown only when it fails.
 * @param {{ env?: Record<string, string>, cwd?: string }} options `env`: on top of our own environment
 */
export async function runStep(title, command, args, options = {}) {
  await captureStep(title, command, args, options);
}

/** The same, and returns what the program wrote to its standard output. */
export async function captureStep(title, command, args, options = {}) {
  const progress = showProgress(() => title);
  const result = await runQuietly(command, args, options);
  progress.end(result.ok);
  if (!result.ok)
    throw new StepFailed(`${ends(result.all)}\n\nThis failed: ${[basename(command), ...args].join(' ')}`);
  return result.stdout;
}

function runQuietly(command, args, { env = {}, cwd = inRepository() }) {
  return new Promise((resolve) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio,
      detached: true,
    });
    const release = endGroupWithUs(child, 'SIGTERM');
    const written = { stdout: '', all: '' };
    child.stdout.on('data', (chunk) => {
      written.stdout += chunk;
      written.all += chunk;
    });
    child.stderr.on('data', (chunk) => (written.all += chunk));
    child.once('error', (error) => {
      release();
      resolve({ ok: false, ...written, all: error.message });
    });
    child.once('close', (code) => {
      release();
      resolve({ ok: code === 0, ...written });
    });
  });
}

/** The cause is named first by some programs and last by others. */
function ends(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= shownLines) return lines.join('\n');
  return [...lines.slice(0, shownLines / 2), '…', ...lines.slice(-shownLines / 2)].join('\n');
}

/**
 * On a terminal one line that counts the seconds; elsewhere a line at the start, every half minute, and at the end.
 * @param {() => string} title
 */
export function showProgress(title) {
  const startedAt = performance.now();
  // Whoever asks for JSON reads it from the standard output.
  const output = process.argv.includes('--json') ? process.stderr : process.stdout;
  const terminal = output.isTTY === true;
  const clear = terminal ? '\r\x1b[K' : '';
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  const draw = () => output.write(`${clear}… ${title()} ${elapsed()}${terminal ? '' : '\n'}`);
  draw();
  const timer = setInterval(draw, terminal ? 1000 : 30_000);
  const print = (line) => output.write(`${clear}${line}\n`);
  return {
    print,
    end(ok) {
      clearInterval(timer);
      print(`${ok ? '✓' : '✗'} ${title()} (${elapsed()})`);
    },
  };
}
