import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { isDockerRunning, startContainers } from './containers.mjs';
import { inRepository } from './repository.mjs';
import { runStep, StepFailed } from './step.mjs';

/** `instead`: points at a server of one's own. The names of the packages are Debian's and Homebrew's. */
const servers = [
  {
    binary: 'postgres',
    name: 'PostgreSQL',
    apt: 'postgresql',
    brew: 'postgresql@17',
    instead: 'MDM_GATE_POSTGRES_URL',
  },
  {
    binary: 'redis-server',
    name: 'Redis',
    apt: 'redis-server',
    brew: 'redis',
    instead: 'MDM_GATE_REDIS_URL',
  },
  {
    binary: 'nats-server',
    name: 'nats-server',
    apt: 'nats-server',
    brew: 'nats-server',
    instead: 'MDM_GATE_NATS_URL',
  },
];

/**
 * What only tests use: the proxies that stand between us and others in practice, a browser, what reads our metrics and
 * manifests, and the languages of examples.
 */
const serversOfTests = [
  { binary: 'pgbouncer', name: 'PgBouncer', apt: 'pgbouncer', brew: 'pgbouncer' },
  { binary: 'nginx', name: 'nginx', apt: 'nginx-light', brew: 'nginx' },
  { binary: 'chromium', name: 'Chromium', apt: 'chromium-headless-shell', brew: 'chromium' },
  { binary: 'promtool', name: "Prometheus' promtool", apt: 'prometheus', brew: 'prometheus' },
  { binary: 'kubectl', name: 'kubectl', apt: 'kubernetes-client', brew: 'kubernetes-cli' },
  { binary: 'python3', name: 'Python', apt: 'python3-venv', brew: 'python' },
  { binary: 'go', name: 'Go', apt: 'golang-go golang-github-nats-io-go-nats-dev', brew: 'go' },
];

/**
 * Sees to it that private servers can be started: what is missing is installed where that is possible, else runs in
 * containers, else is named with the command that installs it.
 * @param {{ forTests?: boolean }} options tests kill, pause and restart their servers, so that one of one's own, or one in a
 *   container, cannot stand in for a private process; and they need some more programs
 */
export async function ensureServers({ forTests = false } = {}) {
  const ownServersCount = !forTests;
  // From the built library, so that there is one place that knows where servers are found.
  const { findServerBinary } = await import(pathToFileURL(inRepository('libs/testing/dist/index.js')).href);
  const inContainers = process.env.MDM_GATE_TEST_SERVERS === 'containers';
  const needed = forTests ? [...(inContainers ? [] : servers), ...serversOfTests] : servers;
  const findMissing = () =>
    needed.filter(
      ({ binary, instead }) => !(ownServersCount && process.env[instead]) && !findServerBinary(binary),
    );
  const missing = findMissing();
  if (missing.length === 0) return;
  const failure = canUseApt() ? await installWithApt(missing) : undefined;
  const stillMissing = findMissing();
  if (stillMissing.length > 0 && ownServersCount && isDockerRunning()) return startContainers(stillMissing);
  if (stillMissing.length > 0) throw new StepFailed(explain(stillMissing, failure, ownServersCount));
}

function canUseApt() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function installWithApt(missing) {
  const packages = missing.flatMap(({ apt }) => apt.split(' '));
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const release = keepServicesFromStarting();
  try {
    await runStep('Reading the lists of system packages', 'apt-get', ['update'], { env });
    const install = ['install', '--yes', '--no-install-recommends', ...packages];
    await runStep(`Installing ${packages.join(', ')}`, 'apt-get', install, { env });
  } catch (error) {
    return error.message;
  } finally {
    release();
  }
}

/** Debian starts a service when its package is installed, unless this file says no. Ours are private and started by us. */
function keepServicesFromStarting() {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

function explain(missing, failure, ownServersCount) {
  const names = missing.map(({ name }) => name).join(', ');
  const install =
    process.platform === 'darwin'
      ? `brew install ${missing.map(({ brew }) => brew).join(' ')}`
      : `sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.map(({ apt }) => apt).join(' ')}`;
  return [
    ...(failure ? [failure, ''] : []),
    `Missing: ${names}. Install with`,
    '',
    `  ${install}`,
    '',
    'or the like on your system, and run this command again. Private instances are used; nothing needs to be started.',
    ...(ownServersCount
      ? [`Or point at servers of your own: ${missing.map(({ instead }) => instead).join(', ')}.`]
      : []),
  ].join('\n');
}
