import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startProcess, waitFor, type RunningProcess } from '@mdm-gate/testing';
import {
  services,
  Surroundings,
  workspaceRoot,
  type Service,
  type Settings,
} from '../fixtures/service-processes.ts';
import { describeImage } from './dockerfile.ts';

const standIns = ['mdm-simulators', 'local-identity-provider'] as const;
type Program = Service | (typeof standIns)[number];

const minutes = 60_000;
const nobody = { uid: 65_532, gid: 65_532 };
const isRoot = process.getuid?.() === 0;

/** A Node.js that everybody may run: ours may lie in somebody's home. */
const copyNode = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-node-'));
  chmodSync(folder, 0o755);
  copyFileSync(process.execPath, join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
  return join(folder, 'node');
};

const node = isRoot ? copyNode() : process.execPath;
afterAll(() => {
  if (node !== process.execPath) rmSync(dirname(node), { recursive: true, force: true });
});

/** What the image holds, read-only; the program runs as a user that owns none of it, where we may choose one. */
const writeFiles = (program: Program): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-image-'));
  const script = join(workspaceRoot, 'tools/deployment/dist/images/write-image-files.js');
  execFileSync(process.execPath, [script, program, folder], { stdio: 'ignore' });
  execFileSync('chmod', ['-R', 'a-w,a+rX', folder]);
  return folder;
};

const bundleIn = (program: Program): string => `apps/${program}/dist/bundled/main.js`;

const isService = (program: Program): program is Service => services.some((each) => each === program);

const settingsOf = (program: Program): Settings =>
  isService(program) ? surroundings.settingsOf(program) : {};

/** As the container would: in its folder, with its variables, and the settings of the deployment. No home, nowhere to write. */
const inImage = (program: Program, folder: string, args: readonly string[], more: Settings = {}) => {
  return {
    command: node,
    args,
    cwd: folder,
    env: {
      ...describeImage(program).env,
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      TMPDIR: '/nonexistent',
      ...settingsOf(program),
      ...portsOf(program),
      ...more,
    },
    ...(isRoot && { account: nobody }),
  };
};

/** Any free port instead of the usual ones. */
const portsOf = (program: Program): Settings =>
  Object.fromEntries(
    Object.keys(describeImage(program).env)
      .filter((name) => name.endsWith('_PORT'))
      .map((name) => [name, '0']),
  );

const exitCodeOf = async (options: Parameters<typeof startProcess>[0]): Promise<number | null> =>
  (await (await startProcess(options)).waitForExit(minutes)).code;

/** The port that the health check asks at, as the ready line says it. */
const portIn = (running: RunningProcess): string => {
  const line = /^\{"ready":true.*$/m.exec(running.output())?.[0] ?? '{}';
  const { healthUrl, issuer, intune } = JSON.parse(line) as Record<string, string | undefined>;
  return new URL(healthUrl ?? issuer ?? intune ?? '').port;
};

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await Surroundings.start();
}, 2 * minutes);
afterAll(() => surroundings.stop());

describe.each<Program>([...services, ...standIns])('the image of %s', (program) => {
  let folder: string;
  beforeAll(() => {
    folder = writeFiles(program);
  }, 5 * minutes);
  afterAll(() => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what running needs, and nothing of what developing needs', () => {
    const files = globSync('**/*', { cwd: folder, exclude: ['**/node_modules/**'] });
    expect(files).toEqual(expect.arrayContaining([`apps/${program}/dist/main.js`, bundleIn(program)]));
    expect(files.filter((file) => /[.](?:spec|bench)[.]|[.]ts$|\/fixtures\//.test(file))).toEqual([]);
    for (const tool of ['jest', 'typescript', 'nx', 'oxlint', '@mdm-gate/testing'])
      expect([tool, existsSync(join(folder, 'node_modules', tool))]).toEqual([tool, false]);
    expect(statSync(join(folder, 'healthcheck.mjs')).mode & 0o222).toBe(0);
  });

  it('is run by somebody without rights, without a shell, and tells what it is', () => {
    const { command, healthCheck, user, labels, ports } = describeImage(program);
    expect(user).toBe('65532:65532');
    expect([command[0], command.at(-1)]).toEqual(['node', bundleIn(program)]);
    expect(healthCheck.slice(0, 2)).toEqual(['node', 'healthcheck.mjs']);
    expect(ports).toContain(healthCheck[2]);
    expect(labels).toContain('org.opencontainers.image.version');
  });

  it('runs from these files alone, and its health check knows whether it does', async () => {
    const { command, healthCheck } = describeImage(program);
    const running = await startProcess({
      ...inImage(program, folder, command.slice(1)),
      readyWhen: /"ready":true/,
      readyTimeoutMs: minutes,
    });
    const [script = '', standard = '', path = '', variable = ''] = healthCheck.slice(1);
    const asked = { [variable]: portIn(running) };
    const check = () => exitCodeOf(inImage(program, folder, [script, standard, path, variable], asked));
    await waitFor(async () => (await check()) === 0);
    await running.stop();
    expect(await check()).toBe(1);
  });
});

describe.each(services)('the image of %s', (service) => {
  it('starts with the flags that the service starts with elsewhere', () => {
    const manifest = readFileSync(join(workspaceRoot, 'apps', service, 'package.json'), 'utf8');
    const { scripts } = JSON.parse(manifest) as { scripts: { start: string } };
    const flags = describeImage(service).command.slice(0, -1);
    expect(scripts.start.endsWith(`exec ${[...flags, 'dist/main.js'].join(' ')}`)).toBe(true);
  });
});
