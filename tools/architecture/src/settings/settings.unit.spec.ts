import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkSettings, renderSettings } from './render-settings.ts';
import { readServiceSettings, type ServiceSettings } from './service-settings.ts';

describe('the settings of the services', () => {
  let all: readonly ServiceSettings[];
  beforeAll(async () => {
    all = await readServiceSettings(workspaceRoot, 'src/config.ts');
  });

  it('are each described, with what is taken', () => {
    expect(all.map(({ settings }) => settings.length > 5)).toEqual([true, true, true]);
    expect(checkSettings(all)).toEqual([]);
  });

  it('stand in docs/settings.md as they are: if not, run `npm run docs:settings`', () => {
    expect(readFileSync(join(workspaceRoot, 'docs/settings.md'), 'utf8')).toBe(renderSettings(all));
  });

  it('all have a level of the log and a pause before the stop', () => {
    for (const { settings } of all) {
      const names = settings.map(({ name }) => name);
      expect(names.some((name) => name.endsWith('_LOG_LEVEL'))).toBe(true);
      expect(names.some((name) => name.endsWith('_STOP_PAUSE_SECONDS'))).toBe(true);
    }
  });
});

describe('a setting that is not described', () => {
  const plain = { example: undefined, unit: undefined, unlessSet: undefined, required: true, secret: false };

  it('is found', () => {
    const settings = [{ ...plain, name: 'A_PORT', means: '', expected: '' }];
    expect(checkSettings([{ service: 'a', settings }])).toEqual([
      'A_PORT: no sentence says what it is for',
      'A_PORT: nothing says what it must be',
    ]);
  });

  it('does not break the table with what it says', () => {
    const settings = [{ ...plain, name: 'A_MODE', means: 'Which mode.', expected: 'on|off', secret: true }];
    expect(renderSettings([{ service: 'a', settings }])).toContain(
      '| `A_MODE` | Which mode. | on\\|off | **required** |  | secret, or `A_MODE_FILE` |',
    );
  });
});
