import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryProblems, errorCodes } from '@mdm-gate/contracts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkFailureModes } from './check-failure-modes.ts';

const lists = [Object.keys(errorCodes), Object.keys(deliveryProblems)];

describe('docs/failure-modes.md', () => {
  const page = readFileSync(join(workspaceRoot, 'docs/failure-modes.md'), 'utf8');

  it('says for each error code what happened, what to do, and what operators look at', () => {
    expect(checkFailureModes(page, lists)).toEqual([]);
  });

  it('is about the codes that services use', () => {
    expect(lists.flat()).toContain('last-active-token');
    expect(lists.flat()).toContain('vendor-throttled');
  });
});

const section = (code: string): string =>
  `### \`${code}\`\n\n- **What happened:** A.\n- **What to do:** B.\n- **For operators:** C.\n\n`;

describe('a page that lacks something', () => {
  const inOrder = `# Failure modes\n\n## Errors\n\n${section('conflict')}${section('timeout')}`;

  it('is told from one that does not', () => {
    expect(checkFailureModes(inOrder, [['conflict', 'timeout']])).toEqual([]);
  });

  it.each([
    ['a code', inOrder, ['conflict', 'forbidden', 'timeout'], 'forbidden: is not documented'],
    ['an end to a code that is gone', inOrder, ['timeout'], 'conflict: there is no such code'],
    [
      'one section per code',
      inOrder + section('timeout'),
      ['conflict', 'timeout'],
      'timeout: is documented twice',
    ],
    [
      'a part',
      inOrder.replace('- **What to do:** B.\n', ''),
      ['conflict', 'timeout'],
      'conflict: lacks "What to do"',
    ],
    [
      'the text of a part',
      inOrder.replace('C.', ''),
      ['conflict', 'timeout'],
      'conflict: lacks "For operators"',
    ],
    [
      'alphabetical order',
      section('timeout') + section('conflict'),
      ['conflict', 'timeout'],
      'conflict: is not in alphabetical order',
    ],
  ])('is refused: %s', (_, page, codes, message) => {
    expect(checkFailureModes(page, [codes])).toContain(message);
  });
});
