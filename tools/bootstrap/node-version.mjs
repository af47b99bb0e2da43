import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { endingSignals } from './child-group.mjs';
import { captureStep } from './step.mjs';

const minimum = [22, 19];
const preferred = 'node@24';
const rerun = 'MDM_GATE_RERUN_ON_NEWER_NODE';

export function isNodeNewEnough(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/** Runs the same command again on a Node.js that npm brings along, first on PATH for everything below it. */
export async function rerunOnNewerNode() {
  const title = `Fetching Node.js 24 with npm (this is ${process.versions.node}, ${minimum.join('.')} is needed)`;
  const print = ['--', 'node', '-p', 'process.execPath'];
  // Elsewhere than here, where npm would look into every workspace first.
  const options = { cwd: tmpdir(), env: { npm_config_ignore_scripts: 'false' } };
  const output = await captureStep(
    title,
    'npm',
    ['exec', '--yes', `--package=${preferred}`, ...print],
    options,
  );
  const node = output.trim().split('\n').at(-1);
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, [rerun]: 'true' };
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env, detached: true });
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  passSignalsTo(child);
  child.once('exit', (code, signal) => endLike(code, signal));
}

/**
 * Ctrl-C in a terminal reaches us twice, from the terminal and from npm, and would look like an impatient second one to
 * the child. The child is in a group of its own, so that it hears of it only through us.
 */
function passSignalsTo(child) {
  let lastPassedAt = -Infinity;
  for (const signal of endingSignals) {
    process.on(signal, () => {
      if (performance.now() - lastPassedAt < 1000) return;
      lastPassedAt = performance.now();
      child.kill(signal);
    });
  }
}

function endLike(code, signal) {
  if (signal === null) process.exit(code);
  endingSignals.forEach((each) => process.removeAllListeners(each));
  process.kill(process.pid, signal);
}

/** Ends us in order when whoever waits for us (npm, or our own first run on the older Node.js) was killed. */
export function stopWithParent() {
  if (process.env.npm_lifecycle_event === undefined && process.env[rerun] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
