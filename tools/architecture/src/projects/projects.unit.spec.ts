import { plantTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkFolders } from './check-folders.ts';
import { checkProjects } from './check-projects.ts';
import { readProjects } from './project.ts';

describe('the projects of this workspace', () => {
  it('are found', () => {
    expect(readProjects(workspaceRoot).map(({ folder }) => folder)).toContain('libs/contracts');
  });

  it('say the same in package.json and tsconfig.json', () => {
    expect(checkProjects(workspaceRoot)).toEqual([]);
  });

  it('have folders and files named after one thing, and doors without code', () => {
    expect(checkFolders(workspaceRoot)).toEqual([]);
  });
});

const json = (value: unknown): string => JSON.stringify(value);

const packageOf = (name: string, dependencies: Record<string, string> = {}): string =>
  json({
    name: `@mdm-gate/${name}`,
    dependencies,
    nx: { name, tags: ['scope:shared', 'type:kit'] },
  });

const references = (...paths: string[]): string => json({ references: paths.map((path) => ({ path })) });

const inOrder: Readonly<Record<string, string>> = {
  'package.json': json({ name: 'mdm-gate', devDependencies: { zod: '4.6.7' } }),
  'tsconfig.json': references('./libs/contracts', './apps/verifier'),
  'libs/contracts/package.json': packageOf('contracts', { zod: '4.6.7' }),
  'libs/contracts/tsconfig.json': references(),
  'libs/contracts/src/index.ts': "export * from './streams.ts';\nexport { type A } from './a.ts';\n",
  'apps/verifier/package.json': packageOf('verifier', { '@mdm-gate/contracts': '0.0.0', zod: '4.6.7' }),
  'apps/verifier/tsconfig.json': references('../../libs/contracts'),
  'tools/scripts/package.json': packageOf('scripts'),
};

const violationsWith = (changes: Readonly<Record<string, string>>): string => {
  const tree = plantTree({ ...inOrder, ...changes });
  try {
    return [...checkProjects(tree.root), ...checkFolders(tree.root)].join('\n');
  } finally {
    tree.remove();
  }
};

describe('a planted violation of the projects', () => {
  it('is the only thing that is found: the workspace around it is in order', () => {
    expect(violationsWith({})).toBe('');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a package named otherwise than its folder',
      { 'libs/contracts/package.json': packageOf('contract') },
      'libs/contracts: the package must be called @mdm-gate/contracts',
    ],
    [
      'an Nx project named otherwise than its folder',
      { 'tools/scripts/package.json': json({ name: '@mdm-gate/scripts', nx: { name: 'x', tags: [] } }) },
      'tools/scripts: the Nx project must be called scripts',
    ],
    [
      'a project without tags, which no boundary would hold',
      { 'tools/scripts/package.json': json({ name: '@mdm-gate/scripts', nx: { name: 'scripts' } }) },
      'tools/scripts: lacks a tag type:…',
    ],
    [
      'a dependency without a reference',
      { 'apps/verifier/tsconfig.json': references() },
      'apps/verifier: references [], but depends on [libs/contracts]',
    ],
    [
      'a reference without a dependency',
      { 'libs/contracts/tsconfig.json': references('../../apps/verifier') },
      'libs/contracts: references [apps/verifier], but depends on []',
    ],
    [
      'servers for tests in production',
      { 'libs/contracts/package.json': packageOf('contracts', { '@mdm-gate/testing': '0.0.0' }) },
      'libs/contracts: @mdm-gate/testing belongs in devDependencies',
    ],
    [
      'a project that is not built',
      { 'tsconfig.json': references('./libs/contracts') },
      'tsconfig.json: does not build apps/verifier',
    ],
    [
      'a project that is gone',
      { 'tsconfig.json': references('./libs/contracts', './apps/verifier', './apps/old') },
      'tsconfig.json: there is no project apps/old',
    ],
    [
      'two versions of one package',
      { 'libs/contracts/package.json': packageOf('contracts', { zod: '4.0.0' }) },
      'libs/contracts: zod is 4.0.0, elsewhere it is 4.6.7',
    ],
    [
      'a range of versions',
      { 'libs/contracts/package.json': packageOf('contracts', { zod: '^4.6.7' }) },
      'libs/contracts: zod has no exact version, but ^4.6.7',
    ],
    [
      'a range of versions under another name',
      { 'libs/contracts/package.json': packageOf('contracts', { 'zod-4': 'npm:zod@^4.6.7' }) },
      'libs/contracts: zod-4 has no exact version, but npm:zod@^4.6.7',
    ],
    [
      'a folder that says nothing',
      { 'apps/verifier/src/utils/a.ts': '' },
      'apps/verifier/src/utils/a.ts: the folder name "utils" says nothing',
    ],
    [
      'a file that says nothing',
      { 'apps/verifier/src/active-set/types.ts': '' },
      'apps/verifier/src/active-set/types.ts: the file name says nothing',
    ],
    [
      'code in the door of a library',
      { 'libs/contracts/src/index.ts': 'export const version = 1;' },
      'libs/contracts/src/index.ts: the door of a library only re-exports',
    ],
    [
      'a door where there is no library',
      { 'apps/verifier/src/active-set/index.ts': '' },
      'apps/verifier/src/active-set/index.ts: index.ts is only for the door of a library',
    ],
  ])('is found: %s', (_, changes, message) => {
    expect(violationsWith(changes)).toContain(message);
  });
});
