import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { runStep, StepFailed } from './step.mjs';

/** `greeting` and `answer`: what a client says first, and what only a server that is ready says to that. */
const images = {
  postgres: {
    image: 'postgres:17',
    port: 5432,
    options: ['--env', 'POSTGRES_HOST_AUTH_METHOD=trust'],
    url: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
    greeting: '\0\0\0\x08\x04\xd2\x16\x2f',
    answer: /^[NS]/,
  },
  'redis-server': {
    image: 'redis:7',
    port: 6379,
    args: ['redis-server', '--save', '', '--appendonly', 'no', '--protected-mode', 'no'],
    url: (port) => `redis://127.0.0.1:${port}`,
    greeting: 'PING\r\n',
    answer: /^\+PONG/,
  },
  'nats-server': {
    image: 'nats:2',
    port: 4222,
    args: ['--jetstream', '--store_dir', '/data'],
    url: (port) => `nats://127.0.0.1:${port}`,
    greeting: '',
    answer: /^INFO/,
  },
};

export function isDockerRunning() {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** Starts these servers in containers, which are removed when we end, and points the variables for servers of one's own at them. */
export async function startContainers(missing) {
  for (const { binary, name, instead } of missing) process.env[instead] = await startContainer(binary, name);
}

async function startContainer(binary, title) {
  const { image, port, options = [], args = [], url, greeting, answer } = images[binary];
  const container = `mdm-gate-${binary}-${process.pid}`;
  removeWithUs(container);
  const publish = ['--publish', `127.0.0.1::${port}`];
  const run = ['run', '--detach', '--rm', '--name', container, ...publish, ...options, image, ...args];
  await runStep(`Starting ${title} in a container`, 'docker', run);
  const published = execFileSync('docker', ['port', container, String(port)], { encoding: 'utf8' });
  const hostPort = Number(published.trim().split(':').at(-1));
  await untilReady(title, () => ask(hostPort, greeting, answer));
  return url(hostPort);
}

/** Our end, however it comes, closes the standard input of this shell. */
function removeWithUs(container) {
  const script = 'read -r _; docker rm --force --volumes "$1"';
  const stdio = ['pipe', 'ignore', 'ignore'];
  spawn('/bin/sh', ['-c', script, 'sh', container], { stdio, detached: true }).unref();
}

async function untilReady(title, isReady, timeoutMs = 60_000) {
  const deadline = performance.now() + timeoutMs;
  while (!(await isReady())) {
    if (performance.now() > deadline) throw new StepFailed(`${title} in its container does not answer.`);
    await delay(100);
  }
}

/** An accepted connection says nothing: Docker accepts it before the server is there. */
function ask(port, greeting, answer) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(greeting, 'latin1'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(false));
    socket.once('data', (data) => {
      resolve(answer.test(data.toString('latin1')));
      socket.destroy();
    });
  });
}
