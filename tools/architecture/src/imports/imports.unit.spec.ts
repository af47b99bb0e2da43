import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plantTree, type PlantedTree } from '../workspace/plant-tree.ts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { cruise, type ImportViolation } from './cruise.ts';
import { importsInOrder, plantedImports } from './planted-imports.ts';

interface Configuration {
  readonly forbidden: readonly {
    readonly name: string;
    readonly comment: string;
    readonly severity: string;
  }[];
}

const { default: configuration } = (await import(
  pathToFileURL(join(workspaceRoot, '.dependency-cruiser.mjs')).href
)) as { readonly default: Configuration };

describe('the rules about imports', () => {
  it('are errors, each with a reason', () => {
    for (const { comment, severity } of configuration.forbidden) {
      expect(severity).toBe('error');
      expect(comment.length).toBeGreaterThan(20);
    }
  });

  it('all have a planted violation below', () => {
    expect(Object.keys(plantedImports).sort()).toEqual(
      configuration.forbidden.map(({ name }) => name).sort(),
    );
  });
});

describe('a planted import', () => {
  let tree: PlantedTree;
  let violations: readonly ImportViolation[];

  beforeAll(async () => {
    const planted = Object.values(plantedImports).map(({ files }) => files);
    tree = plantTree(Object.assign({}, importsInOrder, ...planted) as Record<string, string>);
    violations = (await cruise(tree.root)).violations;
  });
  afterAll(() => {
    tree.remove();
  });

  it.each(Object.entries(plantedImports))('that breaks "%s" is found', (rule, { blamed }) => {
    for (const from of [blamed].flat())
      expect(violations).toContainEqual(expect.objectContaining({ rule, from }));
  });

  it.each(Object.keys(importsInOrder))('that is in order is let be: %s', (file) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });
});
