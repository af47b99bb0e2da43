import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultCallerName, permissionsOfCaller, renderPermissions } from '@mdm-gate/contracts';
import {
  requireServerBinary,
  startNats,
  startProcess,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { programIn } from './fixtures/readme-programs.ts';

const minutes = 60_000;

/** Where Debian puts the libraries of Go. */
const goLibraries = '/usr/share/gocode';

const password = 'of-everybody';

/** An internal service may do what it may in production; who answers here may do everything. */
const config = `authorization { users: [
  { user: "responder", password: "${password}" }
  { user: "caller", password: "${password}", permissions: ${renderPermissions(permissionsOfCaller(defaultCallerName))} }
] }`;

interface Prepared {
  readonly command: string;
  readonly args: readonly string[];
}

const run = (folder: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
  execFileSync(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'pipe',
    timeout: 4 * minutes,
  });
};

const preparePython = (folder: string): Prepared => {
  run(folder, requireServerBinary('python3'), ['-m', 'venv', 'venv']);
  run(folder, 'venv/bin/pip', ['install', '--quiet', '--retries', '1', 'nats-py==2.15.0']);
  writeFileSync(join(folder, 'check.py'), programIn('python'));
  return { command: join(folder, 'venv/bin/python'), args: ['check.py'] };
};

const prepareGo = (folder: string): Prepared => {
  const go = requireServerBinary('go');
  writeFileSync(join(folder, 'check.go'), programIn('go'));
  const env = { GOCACHE: join(folder, 'cache'), GOFLAGS: '' };
  if (existsSync(join(goLibraries, 'src/github.com/nats-io/nats.go')))
    run(folder, go, ['build', 'check.go'], { ...env, GO111MODULE: 'off', GOPATH: goLibraries });
  else {
    run(folder, go, ['mod', 'init', 'check'], env);
    run(folder, go, ['mod', 'tidy'], env);
    run(folder, go, ['build', '-o', 'check', '.'], env);
  }
  return { command: join(folder, 'check'), args: [] };
};

describe.each([
  ['Python', preparePython],
  ['Go', prepareGo],
])("the README's example in %s", (_, prepare) => {
  let folder: string;
  let nats: RunningServer;
  let responder: RunningProcess;
  let prepared: Prepared;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verifier-example-'));
    prepared = prepare(folder);
    nats = await startNats({ jetstream: false, config });
    responder = await startProcess({
      command: process.execPath,
      args: [fileURLToPath(new URL('fixtures/raw-responder.mjs', import.meta.url)), urlOf('responder')],
      readyWhen: /ready/,
    });
  }, 9 * minutes);
  afterAll(async () => {
    await responder.stop();
    await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const urlOf = (user: string): string => nats.url.replace('//', `//${user}:${password}@`);
  const asks = async (deviceId: string): Promise<string> => {
    const { command, args } = prepared;
    const asking = await startProcess({
      command,
      args: [...args, deviceId],
      cwd: folder,
      env: { NATS_URL: urlOf('caller') },
    });
    await asking.waitForExit(minutes);
    return asking.output().trim();
  };

  it.each([
    ['good', 'let it go on'],
    ['monitored', 'let it go on'],
    ['with-more', 'let it go on'],
    ['unknown', 'halt: token-unknown'],
    ['nobody answers this one', 'halt: unavailable'],
    ['error-headers', 'halt: unavailable'],
    ['error-headers-good-body', 'halt: unavailable'],
    ['empty', 'halt: unavailable'],
    ['not-json', 'halt: unavailable'],
    ['not-utf-8', 'halt: unavailable'],
    ['bare-word', 'halt: unavailable'],
    ['a-list', 'halt: unavailable'],
    ['wrong-decision', 'halt: unavailable'],
  ])('says of %s: %s', async (answer, said) => {
    expect(await asks(answer)).toBe(said);
  });
});
