import { partsOf } from './parts.mjs';

const project = (name, specs) => ({ name, folder: `/${name}`, specs });
const files = (kind, count) => Array.from({ length: count }, (_, index) => `src/${index}.${kind}.spec.ts`);

describe('the parts in which tests are run', () => {
  it('have every file once', () => {
    const specs = [...files('e2e', 7), ...files('int', 31), ...files('unit', 12)];
    const parts = partsOf([project('large', specs)], '\\.spec\\.');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap((part) => part.specs).toSorted()).toEqual(specs.toSorted());
  });

  it('are about equally long, and the longest begin', () => {
    const parts = partsOf(
      [project('small', files('unit', 3)), project('large', files('e2e', 9))],
      '\\.spec\\.',
    );
    const works = parts.map(({ work }) => work);
    expect(works).toEqual(works.toSorted((a, b) => b - a));
    const large = parts.filter((part) => part.project.name === 'large').map(({ specs }) => specs.length);
    expect(Math.max(...large) - Math.min(...large)).toBeLessThanOrEqual(1);
  });

  it('begin with the rules about the folders', () => {
    const projects = [project('large', files('e2e', 9)), project('architecture', files('unit', 2))];
    expect(partsOf(projects, '\\.spec\\.')[0].project.name).toBe('architecture');
  });

  it('leave out what the pattern does not name, and projects of which nothing is left', () => {
    const projects = [project('a', [...files('unit', 2), ...files('int', 2)]), project('b', files('int', 2))];
    const parts = partsOf(projects, '\\.unit\\.spec\\.');
    expect(parts.map(({ name, specs }) => [name, specs])).toEqual([['a', files('unit', 2)]]);
  });
});
