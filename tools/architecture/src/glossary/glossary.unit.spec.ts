import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkGlossary } from './check-glossary.ts';

describe('the glossary', () => {
  const page = readFileSync(join(workspaceRoot, 'docs/glossary.md'), 'utf8');

  it('explains every reason, mode and state of the contracts', () => {
    expect(checkGlossary(page)).toEqual([]);
  });

  it('is found to lack a word, or to have one of its own', () => {
    expect(checkGlossary(page.replace('| `token-revoked` ', '| `token-gone` '))).toEqual([
      'docs/glossary.md: "Why a check is answered so" does not explain token-revoked',
      'docs/glossary.md: "Why a check is answered so" explains token-gone, which no contract has',
    ]);
  });
});
