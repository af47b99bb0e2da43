import { plantTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkLogFields } from './check-log-fields.ts';

const found = (calls: string): readonly string[] => {
  const tree = plantTree({
    'docs/logs.md': '| `err` | what went wrong |\n| `loop` | which |\n',
    'apps/verifier/src/a.ts': calls,
    'apps/verifier/src/a.unit.spec.ts': `logger.info({ ofATest: 1 }, 'x');`,
  });
  try {
    return checkLogFields(tree.root);
  } finally {
    tree.remove();
  }
};

describe('the fields of logs', () => {
  it('are all explained in docs/logs.md', () => {
    expect(checkLogFields(workspaceRoot)).toEqual([]);
  });

  it('are in order where they are explained, and where a line has none', () => {
    expect(found(`this.logger.warn({ err, loop: name }, 'failed'); logger.info('ready');`)).toEqual([]);
  });

  it.each([
    `logger.info({ deviceName }, 'seen');`,
    `this.#quietLog.warn({ err, deviceName: 1 }, 'seen');`,
    `this.tools.logger.error({ ...facts, deviceName }, 'seen');`,
    `this.logger[isBad ? 'warn' : 'debug']({ deviceName }, 'seen');`,
  ])('are found where nobody explains them: %s', (call) => {
    expect(found(call)).toEqual([
      'apps/verifier/src/a.ts: docs/logs.md does not explain the field deviceName',
    ]);
  });
});
