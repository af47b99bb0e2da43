import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { commands } from '../bootstrap/commands.mjs';
import { inRepository } from '../bootstrap/repository.mjs';

const execute = promisify(execFile);
const minutes = 60_000;

/** Without what npm tells the programs that it runs, as in a terminal. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_OPTIONS|MDM_GATE_)/.test(name)),
);

/** One command of each kind of preparation. */
const ofEachPreparation = () =>
  [
    ...Map.groupBy(
      Object.entries(commands),
      ([, { isBuilt, needsServers }]) => `${isBuilt} ${needsServers}`,
    ).values(),
  ].map(([[name]]) => name);

/** How a program ended, and what it wrote. */
async function run(folder, program, args, env = environment) {
  const options = { cwd: folder, env, timeout: 8 * minutes, maxBuffer: 16 * 1024 * 1024 };
  return execute(program, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const scriptsOf = (folder) =>
  JSON.parse(readFileSync(inRepository(join(folder, 'package.json')), 'utf8')).scripts;

/** What git would give to somebody who clones now, and nothing else: nothing installed, nothing built. */
function cloneOfNow() {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-clone-'));
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: inRepository(),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  for (const file of listed.split('\n').filter((each) => each !== '' && existsSync(inRepository(each))))
    cpSync(inRepository(file), join(folder, file));
  return folder;
}

/** The packages of this workspace, as `npm ci` would install them, without taking them from anywhere. */
function install(folder) {
  for (const installed of [
    'node_modules',
    ...globSync('{apps,libs,tools}/*/node_modules', { cwd: inRepository() }),
  ]) {
    execFileSync('cp', ['-al', inRepository(installed), join(folder, dirname(installed))]);
  }
  // npm writes this one anew, and must not reach ours through the link.
  const list = 'node_modules/.package-lock.json';
  rmSync(join(folder, list));
  cpSync(inRepository(list), join(folder, list));
}

describe('on a fresh clone, with nothing installed', () => {
  let clone;
  beforeAll(() => {
    clone = cloneOfNow();
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('every script of package.json is a command that brings what it needs', () => {
    const scripts = Object.entries(scriptsOf('.'));
    expect(scripts.map(([name]) => name).sort()).toEqual(
      Object.keys(commands)
        .filter((name) => !name.startsWith('project-'))
        .sort(),
    );
    for (const [name, script] of scripts) expect(script).toBe(`exec node tools/bootstrap.mjs ${name}`);
  });

  it.each(Object.keys(commands))('%s tells how it is called', async (name) => {
    const { code, stdout } = await run(clone, process.execPath, ['tools/bootstrap.mjs', name, '--help']);
    expect(stdout).toContain(commands[name].does);
    expect(code).toBe(0);
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
  });

  it('npm passes the question on', async () => {
    const { stdout } = await run(clone, 'npm', ['run', 'bench:checks', '--', '--help']);
    expect(stdout).toContain('--rounds <value>');
  });

  it('an option that a command does not know is refused in a line', async () => {
    const { code, stderr } = await run(clone, process.execPath, [
      'tools/bootstrap.mjs',
      'bench:checks',
      '--fast',
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Unknown option '--fast'/);
    expect(stderr).not.toContain('    at ');
  });

  it('a service that is not built says what to do', async () => {
    const started = await run(clone, 'npm', ['start', '--workspace', 'apps/verifier']);
    expect(started.code).not.toBe(0);
    expect(started.stderr).toContain('Run `npm run build` first');
  });

  describe('and then', () => {
    beforeAll(() => {
      install(clone);
    });

    it.each(ofEachPreparation())(
      '%s builds what it needs',
      async (name) => {
        const args = ['tools/bootstrap.mjs', name, '--prepare-only'];
        const { code, stderr } = await run(clone, process.execPath, args);
        expect([code, stderr]).toEqual([0, '']);
      },
      8 * minutes,
    );

    it('the program of every command is there', () => {
      for (const [name, { program }] of Object.entries(commands))
        expect([name, existsSync(join(clone, program))]).toEqual([name, true]);
    });

    it(
      'a build for production runs without the packages for development',
      async () => {
        const pruned = await run(clone, 'npm', ['prune', '--omit=dev', '--offline', '--ignore-scripts']);
        expect([pruned.code, pruned.code === 0 ? '' : pruned.stderr]).toEqual([0, '']);
        expect(existsSync(join(clone, 'node_modules/jest'))).toBe(false);
        for (const service of ['token-admin', 'verifier', 'mdm-push']) {
          const { code, stderr } = await run(clone, process.execPath, [`apps/${service}/dist/main.js`]);
          const line = JSON.parse(stderr);
          expect([service, code, line.msg]).toEqual([service, 1, 'cannot start']);
          expect(line.reason).toContain('_NATS_URL: is not set');
        }
      },
      5 * minutes,
    );
  });
});
