/** What a file takes, as a rule, compared to others. */
const workOf = (spec) => (spec.includes('.unit.spec.') ? 1 : spec.includes('.e2e.spec.') ? 60 : 10);

/** So much work makes a part that is run by itself: long enough to pay for its start, and short enough not to run alone at the end. */
const workOfPart = 150;

/** Rules about the folders come first: when they fail, nothing else needs to be looked at. */
const first = 'architecture';

/**
 * The parts in which the test files are run, in this order: the longest first, so that all that run at a time end at about
 * the same moment.
 * @returns {{ project: object, name: string, specs: string[], work: number }[]}
 */
export const partsOf = (projects, pattern) =>
  projects
    .flatMap((project) => partsOfProject(project, pattern))
    .sort((a, b) => Number(b.project.name === first) - Number(a.project.name === first) || b.work - a.work);

/** Each file goes, the longest ones first, to the part that has the least to do so far. */
function partsOfProject(project, pattern) {
  const specs = project.specs
    .filter((spec) => new RegExp(pattern).test(spec))
    .sort((a, b) => workOf(b) - workOf(a) || a.localeCompare(b));
  const count = Math.ceil(specs.reduce((sum, spec) => sum + workOf(spec), 0) / workOfPart);
  const parts = Array.from({ length: count }, (_, index) => ({
    project,
    name: count === 1 ? project.name : `${project.name} ${index + 1}/${count}`,
    specs: [],
    work: 0,
  }));
  for (const spec of specs) {
    const least = parts.reduce((a, b) => (b.work < a.work ? b : a));
    least.specs.push(spec);
    least.work += workOf(spec);
  }
  return parts;
}
