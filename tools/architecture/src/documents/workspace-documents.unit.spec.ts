import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkDecisions, checkDocuments } from './check-documents.ts';
import { checkNames } from './check-names.ts';

describe('the documents of this workspace', () => {
  it('name only commands, projects and files that there are', () => {
    expect(checkDocuments(workspaceRoot)).toEqual([]);
  });

  it('name only settings and metrics that services have', () => {
    expect(checkNames(workspaceRoot)).toEqual([]);
  });

  it('list all decisions in order', () => {
    expect(checkDecisions(workspaceRoot)).toEqual([]);
  });
});
