import { plantTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkWords, refusedWords } from './check-words.ts';

it('no file of this workspace holds a refused word', () => {
  expect(checkWords(workspaceRoot)).toEqual([]);
});

/** Put together here, so that this file holds none of them. */
const words = (...parts: readonly string[]): string => parts.join('');

const planted: readonly (readonly [name: string, file: string, text: string])[] = [
  ['machine path', 'docs/a.md', words('cd /ro', 'ot/project')],
  ['machine path', 'deploy/a.yaml', words('path: "/ho', 'me/anna/keys"')],
  ['registry host', '.npmrc', words('x=https://np', 'm.example.com/')],
  ['registry host', 'docs/a.md', words('https://regis', 'try.npmjs.org/zod')],
  ['registry of the lock file', 'package-lock.json', words('"resolved', '": "https://a.example/zod.tgz"')],
  ['skipped or focused test', 'apps/a/src/a.unit.spec.ts', words('it.sk', "ip('works', () => {});")],
  ['skipped or focused test', 'apps/a/src/b.unit.spec.ts', words('describe.on', "ly('a', () => {});")],
  ['skipped or focused test', 'apps/a/src/c.unit.spec.ts', words('xi', "t('works', () => {});")],
  ['sleeping test', 'apps/a/src/d.int.spec.ts', words('await del', 'ay(50);')],
  ['silenced lint', 'apps/a/src/a.ts', words('// eslint-dis', 'able-next-line no-console')],
  ['silenced lint', 'apps/a/src/g.ts', words('/* oxlint-dis', 'able */')],
  ['silenced compiler', 'apps/a/src/b.ts', words('// @ts-ign', 'ore')],
  ['silenced compiler', 'apps/a/src/b.mjs', words('// @ts-noch', 'eck')],
  ['any', 'apps/a/src/c.ts', words('const a = b as an', 'y;')],
  ['any', 'apps/a/src/d.ts', words('const a = (b: an', 'y): string => b;')],
  ['any', 'apps/a/src/e.ts', words('type A = Record<string, unknown> | an', 'y;')],
  ['silenced formatter', 'apps/a/src/f.ts', words('// prettier-ign', 'ore')],
  [
    'environment outside the configuration',
    'apps/verifier/src/active-set/redis.ts',
    words('process.en', "v['REDIS']"),
  ],
  ['conflict marker', 'README.md', words('a\n<<<<', '<<< HEAD\n')],
];

const inOrder: Readonly<Record<string, string>> = {
  'docs/a.md':
    'Is there any token? https://www.npmjs.com/package/zod, /workspace, ./root/x, https://nats.io/',
  'apps/verifier/src/config.ts': words('process.en', 'v'),
  'apps/verifier/src/fixtures/process.ts': words('process.en', 'v'),
  'apps/a/src/a.ts': '// As many as any: see the list. Or any, or company;\nconst many = it.each;',
  'package-lock.json': '"resolved": "libs/contracts"',
};

const foundIn = (files: Readonly<Record<string, string>>): readonly string[] => {
  const tree = plantTree(files);
  try {
    return checkWords(tree.root);
  } finally {
    tree.remove();
  }
};

describe('a planted word', () => {
  it.each(planted)('is found: %s in %s', (name, file, text) => {
    expect(foundIn({ [file]: text })).toEqual([expect.stringContaining(`: ${name}: `)]);
  });

  it('is told from text that only looks like it', () => {
    expect(foundIn(inOrder)).toEqual([]);
  });

  it('is planted here for each refused word', () => {
    const names = new Set(planted.map(([name]) => name));
    expect(refusedWords.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  });
});
