import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNats, startProcess, type RunningProcess, type RunningServer } from '@mdm-gate/testing';
import { z } from 'zod';
import { programIn } from './fixtures/readme-programs.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
const nodeTypes = fileURLToPath(new URL('../../../node_modules/@types', import.meta.url));

const npm = (folder: string, ...args: string[]): string =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline', '--silent'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 240_000,
  });
const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

describe('the packed client in a folder of its own', () => {
  let folder: string;
  let nats: RunningServer;
  let responder: RunningProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verifier-client-'));
    npm(project, 'pack', '--pack-destination', folder);
    const [tarball = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    npm(folder, 'install', `./${tarball}`);
    nats = await startNats({ jetstream: false });
    responder = await startProcess({
      command: process.execPath,
      args: [fileURLToPath(new URL('fixtures/raw-responder.mjs', import.meta.url)), nats.url],
      readyWhen: /ready/,
    });
  }, 300_000);
  afterAll(async () => {
    await responder.stop();
    await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings nothing along but the client of NATS', () => {
    const installed = join(folder, 'node_modules/@mdm-gate/verifier-client/package.json');
    const { dependencies } = packageSchema.parse(JSON.parse(readFileSync(installed, 'utf8')));
    expect(Object.keys(dependencies)).toEqual(['@nats-io/transport-node']);
    expect(readdirSync(join(folder, 'node_modules/@mdm-gate'))).toEqual(['verifier-client']);
    expect(readdirSync(join(folder, 'node_modules'))).not.toContain('@nestjs');
    expect(readdirSync(join(folder, 'node_modules/@mdm-gate/verifier-client/dist')).sort()).toEqual(
      ['check', 'client-log', 'index', 'verifier-client']
        .map((name) => `${name}.d.ts`)
        .concat('index.js')
        .sort(),
    );
  });

  it("runs the README's TypeScript, which compiles with every check of the compiler", async () => {
    writeFileSync(join(folder, 'check.ts'), programIn('ts'));
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
    ];
    const types = ['--typeRoots', nodeTypes, '--types', 'node'];
    execFileSync(process.execPath, [compiler, ...options, ...types, 'check.ts'], { cwd: folder });
    const check = await startProcess({
      command: process.execPath,
      args: ['check.js'],
      cwd: folder,
      env: { NATS_URL: nats.url },
    });
    await check.waitForExit();
    expect(check.output()).toContain('halt: token-unknown');
  });
});
