import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type RunningProcess } from '@mdm-gate/testing';
import { repositoryRoot } from '../stack/stack-folder.ts';
import { isShown, readQuickstart } from './quickstart-page.ts';

const minutes = 60_000;
/** Stands between what two steps write. */
const between = '=== the next step ===';

describe('docs/quickstart.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-quickstart-'));
  const [start, ...steps] = readQuickstart();
  let stack: RunningProcess;

  beforeAll(async () => {
    stack = await startProcess({
      command: process.execPath,
      args: [join(repositoryRoot, 'tools/local-stack/dist/main.js'), 'stack'],
      env: { MDM_GATE_STACK_FOLDER: folder },
      readyWhen: /Ctrl-C stops everything/,
      readyTimeoutMs: 5 * minutes,
    });
  }, 6 * minutes);
  afterAll(async () => {
    await stack.stop(minutes);
    rmSync(folder, { recursive: true, force: true });
  }, 2 * minutes);

  it('begins with the command that starts everything', () => {
    expect(start?.commands).toBe('npm run stack\n');
  });

  it(
    'does what it says when it is typed as written, to the last check',
    async () => {
      // Another folder than a reader's, who may have a stack of their own running here.
      const script = steps
        .map(({ commands }) => commands.replaceAll('.local/stack.json', join(folder, 'stack.json')))
        .join(`\nprintf '\\n%s\\n' '${between}'\n`);
      const shell = await startProcess({ command: 'sh', args: ['-euc', script], cwd: repositoryRoot });
      const { code } = await shell.waitForExit(4 * minutes);
      expect({ code, output: code === 0 ? '' : shell.output() }).toEqual({ code: 0, output: '' });
      const written = shell.output().split(between);
      expect(written).toHaveLength(steps.length);
      const shown = steps.map((step) => step.shown ?? '');
      expect(shown.filter((text) => text !== '').length).toBeGreaterThan(6);
      const others = steps.filter((_, at) => !isShown(shown[at] ?? '', written[at] ?? ''));
      expect({ others, output: others.length === 0 ? '' : shell.output() }).toEqual({
        others: [],
        output: '',
      });
    },
    5 * minutes,
  );
});

it.each([
  ['{"a":1}', '{"a":1}', true],
  ['{"a":…}', '{"a":[1]}', true],
  ['{"a":…}', '{"b":1,"a":1}', false],
  ['{…"b":2…}', '{"a":1,"b":2}', true],
  ['', 'something', false],
])('%s shows %s: %s', (shown, written, expected) => {
  expect(isShown(shown, written)).toBe(expected);
});
