import { z } from 'zod';
import { type PlantedTree } from '../workspace/plant-tree.ts';
import { copiedWorkspace } from './copied-workspace.ts';
import { lint, ruleSettings, type LintMessage, type RuleSetting } from './lint.ts';
import {
  allowedImports,
  boundaryFiles,
  otherService,
  plantedBoundaries,
  sideDoor,
} from './planted-boundaries.ts';
import { plantedStyle, styleFile, styleFiles, styleInOrder } from './planted-style.ts';

const boundaries = '@nx/enforce-module-boundaries';

const boundaryOptions = z.object({ depConstraints: z.array(z.object({ sourceTag: z.string() })) });

describe('the lint rules', () => {
  let settings: readonly RuleSetting[];

  beforeAll(async () => {
    settings = await ruleSettings();
  });

  it('are errors or off: nothing is a warning', () => {
    expect(settings.length).toBeGreaterThan(100);
    expect(new Set(settings.map(({ severity }) => severity))).toEqual(new Set(['deny', 'allow']));
  });

  it('have a planted violation below for each boundary', () => {
    const lists = settings.filter(({ rule }) => rule === boundaries);
    expect(lists).toHaveLength(2);
    for (const { options } of lists) {
      const tags = boundaryOptions.parse(options[0]).depConstraints.map(({ sourceTag }) => sourceTag);
      expect(plantedBoundaries.map(({ tag }) => tag).sort()).toEqual(tags.sort());
    }
  });
});

describe('a planted violation, looked for in a fresh clone', () => {
  let tree: PlantedTree;
  let messages: readonly LintMessage[];

  beforeAll(async () => {
    tree = copiedWorkspace({ ...boundaryFiles, ...styleFiles });
    messages = await lint(tree.root);
  });
  afterAll(() => {
    tree.remove();
  });

  const textsOf = (file: string, rule: string): readonly string[] =>
    messages.filter((each) => each.file === file && each.rule === rule).map(({ text }) => text);

  it.each(plantedBoundaries)('of the boundary $tag is found', ({ tag, file }) => {
    expect(textsOf(file, boundaries)).toEqual([expect.stringContaining(`tagged with "${tag}"`)]);
  });

  it('of the doors is found: a path into another project', () => {
    expect(textsOf(sideDoor, boundaries)).toHaveLength(1);
  });

  it('of the services is found: one that imports another', () => {
    expect(textsOf(otherService, boundaries)).toHaveLength(1);
  });

  it.each(allowedImports)('is not seen in what is allowed: %s', (file) => {
    expect(textsOf(file, boundaries)).toEqual([]);
  });

  it.each(Object.keys(plantedStyle))('of %s is found', (rule) => {
    expect(textsOf(styleFile(rule), rule)).toHaveLength(1);
  });

  it.each(Object.keys(styleInOrder))('is not seen in what keeps to the limits: %s', (file) => {
    expect(messages.filter((each) => each.file === file)).toEqual([]);
  });
});
