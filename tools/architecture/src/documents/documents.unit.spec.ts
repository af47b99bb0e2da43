import { plantTree } from '../workspace/plant-tree.ts';
import { checkDecisions, checkDocuments } from './check-documents.ts';
import { checkNames } from './check-names.ts';
import { npmScriptsOf } from './markdown.ts';

const inOrder: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'mdm-gate',
    scripts: { start: '', test: '', 'docs:event-flow': '' },
  }),
  'apps/verifier/package.json': '{}',
  'README.md': [
    'With npm and Node.js. See [the decisions](docs/adr/README.md#all) and [Node.js](https://nodejs.org).',
    '```sh',
    'npm start -- --exit',
    '```',
    'Then `npm run docs:event-flow`, or `npm test --workspace apps/verifier`.',
  ].join('\n'),
  'apps/verifier/src/config.ts': 'VERIFIER_REDIS_URL; // verifier_checks_total',
  'docs/operations.md':
    '`VERIFIER_REDIS_URL`, `verifier_checks_total{reason="unavailable"}`, `<SERVICE>_NATS_URL`',
  'docs/adr/README.md': '| 1 | [One](0001-one.md) |\n| 2 | [Two](0002-two.md) |\n',
  'docs/adr/0001-one.md': '# One',
  'docs/adr/0002-two.md': '# Two',
};

const violationsWith = (changes: Readonly<Record<string, string>>, without?: string): string => {
  const files = Object.entries({ ...inOrder, ...changes }).filter(([file]) => file !== without);
  const tree = plantTree(Object.fromEntries(files));
  try {
    return [...checkDocuments(tree.root), ...checkDecisions(tree.root), ...checkNames(tree.root)].join('\n');
  } finally {
    tree.remove();
  }
};

describe('a planted violation of the documents', () => {
  it('is the only thing that is found: the documents around it are in order', () => {
    expect(violationsWith({})).toBe('');
    expect(npmScriptsOf(inOrder['README.md'] ?? '')).toEqual(['start', 'docs:event-flow', 'test']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a command that there is not', { 'README.md': 'Run `npm run deploy`.' }, 'has no script "deploy"'],
    ['a package of strangers', { 'README.md': 'Run `npx tsc -b`.' }, 'README.md: npx takes a stranger'],
    [
      'a command in a block that there is not',
      { 'docs/a.md': '```sh\nnpm run bench\n```' },
      'docs/a.md: package.json has no script "bench"',
    ],
    [
      'a project that there is not',
      { 'README.md': '`npm test --workspace apps/old`' },
      'there is no project apps/old',
    ],
    ['a link that leads nowhere', { 'docs/a.md': '[b](b.md)' }, 'docs/a.md: the link to b.md leads nowhere'],
    [
      'a setting that there is not',
      { 'deploy/verifier.yaml': 'VERIFIER_REDIS_URI: redis://redis' },
      'deploy/verifier.yaml: nothing in the sources is called VERIFIER_REDIS_URI',
    ],
    [
      'a metric that there is not',
      { 'docs/operations.md': 'Look at `verifier_halts_total`.' },
      'docs/operations.md: nothing in the sources is called verifier_halts_total',
    ],
    [
      'a decision that is not listed',
      { 'docs/adr/0003-three.md': '' },
      'docs/adr/README.md: lists [0001-one.md,0002-two.md], but there is [0001-one.md,0002-two.md,0003-three.md]',
    ],
    [
      'decisions listed out of order',
      { 'docs/adr/README.md': '[Two](0002-two.md) [One](0001-one.md)' },
      'docs/adr/README.md: lists [0002-two.md,0001-one.md]',
    ],
    [
      'a number that is given twice',
      { 'docs/adr/0002-too.md': '' },
      'docs/adr/0002-two.md: must be number 0003',
    ],
  ])('is found: %s', (_, changes, message) => {
    expect(violationsWith(changes)).toContain(message);
  });

  it('is found: a gap in the numbers', () => {
    expect(violationsWith({}, 'docs/adr/0001-one.md')).toContain('docs/adr/0002-two.md: must be number 0001');
  });
});
